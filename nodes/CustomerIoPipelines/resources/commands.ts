import type { Resource } from '../../shared/schema/operation';
import { delivery } from './delivery';
import { device } from './device';
import { object } from './object';
import { person } from './person';
import { relationship } from './relationship';

/** The event names that Customer.io treats as commands, and the operation that sends each. */
export const commands: ReadonlyMap<string, { resource: string; operation: string }> = new Map(
	[delivery, device, object, person, relationship].flatMap(commandsOf),
);

function commandsOf(resource: Resource) {
	return Object.values(resource.operations).flatMap(({ name, fields }) =>
		fields.flatMap((field) =>
			field.type === 'constant' && field.name === 'event'
				? [[String(field.value), { resource: resource.displayName, operation: name }] as const]
				: [],
		),
	);
}
