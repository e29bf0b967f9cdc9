import type { World } from '../handler.ts';
import { removeObject, unrelate } from '../objects.ts';
import type { ObjectKey } from '../objects.ts';
import { addPerson, suppress } from '../people.ts';
import { deletePerson, recordActivity } from '../resources/activity.ts';
import type { Person } from '../state.ts';
import { isObject } from '../types.ts';
import type { JsonObject } from '../types.ts';
import { report } from '../webhooks/lifecycle.ts';
import { existingPerson, textOf, timeOf } from './call.ts';
import { valueAt } from './validate.ts';

type Command = (world: World, call: JsonObject, person: Person | undefined) => void;

/** The object of a semantic event; the type defaults to 1. */
function objectKey(call: JsonObject): ObjectKey {
	const typeId =
		valueAt(call, 'properties.objectTypeId') ?? valueAt(call, 'properties.object_type_id');
	return {
		objectId: textOf(valueAt(call, 'properties.objectId')) ?? '',
		objectTypeId: textOf(typeId) ?? '1',
	};
}

const tokenOf = (call: JsonObject): string => textOf(valueAt(call, 'context.device.token')) ?? '';

const upsertDevice: Command = ({ state }, call, person) => {
	if (!person) return;
	const id = tokenOf(call);
	const properties = isObject(call.properties) ? call.properties : {};
	const namespace = valueAt(call, 'context.app.namespace');
	const device = person.devices.find((candidate) => candidate.id === id);
	const platform = textOf(valueAt(call, 'context.device.type')) ?? device?.platform ?? 'ios';
	const attributes = {
		...device?.attributes,
		...properties,
		...(typeof namespace === 'string' ? { app_identifier: namespace } : {}),
	};
	const updated = { id, platform, last_used: timeOf(call), attributes };
	if (device) Object.assign(device, updated);
	else person.devices.push(updated);
	recordActivity(state, { type: 'device_change', timestamp: timeOf(call), cioId: person.cioId });
};

const COMMANDS: Record<string, Command> = {
	'Device Created or Updated': upsertDevice,
	'Device Deleted': (_world, call, person) => {
		if (person) person.devices = person.devices.filter((device) => device.id !== tokenOf(call));
	},
	'User Deleted': ({ state }, call, person) => {
		if (person) deletePerson(state, person, timeOf(call));
	},
	'User Suppressed': ({ state }, call, person) => {
		suppress(state, textOf(call.userId), person?.id, person?.email);
		if (person) deletePerson(state, person, timeOf(call));
	},
	'User Unsuppressed': ({ state }, call) => {
		const userId = textOf(call.userId);
		state.suppressed = state.suppressed.filter((key) => key !== userId);
	},
	'Relationship Deleted': (_world, call, person) => {
		if (person) unrelate(person, objectKey(call));
	},
	'Object Deleted': ({ state }, call) => removeObject(state, objectKey(call)),
	'Report Delivery Event': (world, call) => {
		const id = valueAt(call, 'properties.deliveryId');
		const delivery = world.state.deliveries.find((candidate) => candidate.id === id);
		if (delivery) report(world, delivery, String(valueAt(call, 'properties.metric')));
	},
	'Report Content Event': ({ state }, call) => {
		recordActivity(state, {
			type: String(valueAt(call, 'properties.actionType')),
			timestamp: timeOf(call),
			cioId: null,
			data: isObject(call.properties) ? call.properties : {},
		});
	},
};

/** Applies a reserved event. Returns false if the event is not reserved. */
export function applySemantic(world: World, call: JsonObject): boolean {
	const command = COMMANDS[String(call.event)];
	if (!command) return false;
	// Creating a device creates the person too; events that delete something never do.
	let person = existingPerson(world.state, call);
	if (!person && command === upsertDevice) {
		const id = textOf(call.userId);
		if (id !== undefined && !id.startsWith('cio_'))
			person = addPerson(world.state, id.includes('@') ? { email: id } : { id });
	}
	command(world, call, person);
	return true;
}
