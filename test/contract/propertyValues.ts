/** The value that a user enters in one property, and what the request must therefore contain. */
import type { INodeProperties, INodePropertyMode } from 'n8n-workflow';

import type { Field } from '../../tools/sandbox/spec.ts';
import { sampleValue } from '../../tools/sandbox/minimal.ts';
import { SYNONYMS } from './exceptions.ts';
import type { SpecField } from './specFields.ts';
import {
	entriesOf,
	groupsOf,
	isShown,
	optionsOf,
	type Parameters,
} from '../../tools/docs/nodeProperties.ts';
import type { Rotation } from './rotation.ts';
import { freeEntries, timestampFor, numberFor, textFor, wholeValue } from './sampleValues.ts';

/** A value that was entered and must arrive. */
export interface Entered {
	readonly place: SpecField['place'];
	readonly path: readonly string[];
	readonly value: unknown;
}

interface PropertyContext {
	readonly includeOptional: boolean;
	readonly ids: Readonly<Record<string, string>>;
	readonly rotation: Rotation;
	readonly awkward?: boolean;
	/** `collection.name`, for messages and rotation. */
	readonly name: string;
	/** The property for the same field without JSON. */
	readonly twin: INodeProperties | undefined;
	readonly inCollection: boolean;
	readonly fieldOf: (
		property: INodeProperties,
		within: readonly string[],
		collection: string | undefined,
	) => SpecField | undefined;
}

interface PropertyValue {
	readonly value: unknown;
	readonly entered: readonly Entered[];
	readonly problems: readonly string[];
}

/** Identifiers by mode; all of them belong to person 1 of the sandbox. */
const IDENTITIES: Readonly<Record<string, string>> = {
	id: '1',
	email: 'person1@example.com',
	phone: '+15551000000',
	cio_id: 'a3000001',
	internal: 'a3000001',
	object_id: 'acme',
	cio_object_id: 'ob0001',
};

/** Characters that must be encoded in a path. */
const AWKWARD = 'ä b/c?d#e%f+g';
const AWKWARD_ADDRESS = 'ä/b?c#d%e+f@example.com';

/** Returns a property's value for its field, with everything that the API spec allows. */
export function valueOfProperty(
	property: INodeProperties,
	specField: SpecField,
	context: PropertyContext,
): PropertyValue {
	const { field, place, path } = specField;
	const entry = (value: unknown, arriving = value): PropertyValue => ({
		value,
		entered: [{ place, path, value: arriving }],
		problems: [],
	});
	const silent = (value: unknown): PropertyValue => ({ value, entered: [], problems: [] });
	switch (property.type) {
		case 'string':
			return stringOf(specField, context, entry, silent);
		case 'number':
			return entry(Number(context.ids[field.name] ?? numberFor(field)));
		case 'boolean':
			// The opposite of the API's default.
			return entry(field.default !== true);
		case 'options':
			return optionOf(property, specField, context);
		case 'multiOptions':
			return manyOf(property, specField, context, entry);
		case 'dateTime': {
			const seconds = timestampFor(field);
			const written = new Date(seconds * 1000).toISOString();
			return entry(written, field.type === 'integer' ? seconds : written);
		}
		case 'json':
			return jsonOf(specField, context, entry);
		case 'resourceLocator':
			return locatorOf(property, specField, context);
		case 'assignmentCollection': {
			const map = freeEntries(field, false);
			return { ...entry(assignments(map), map), entered: [{ place, path, value: map }] };
		}
		case 'fixedCollection':
			return fixedOf(property, specField, context);
		default:
			return { ...silent(undefined), problems: [`${context.name} has the type ${property.type}`] };
	}
}

type Make = (value: unknown, arriving?: unknown) => PropertyValue;

function stringOf(
	{ field, place }: SpecField,
	context: PropertyContext,
	entry: Make,
	silent: Make,
) {
	// Both name a file of the item.
	if (field.type === 'binary' || field.valueType === 'base64') return silent('data');
	if (field.type.startsWith('array')) {
		const list =
			field.name === 'emails' ? ['person1@example.com', 'person2@example.com'] : ['1', '2'];
		return entry(list.join(', '), list);
	}
	if (field.enum !== undefined) {
		return entry(context.rotation.choose(context.name, field.enum.map(String), false));
	}
	if (place === 'path' && context.awkward === true && field.format !== 'uuid') {
		return entry(/email/.test(field.name) ? AWKWARD_ADDRESS : AWKWARD);
	}
	const id = place === 'path' ? context.ids[field.name] : undefined;
	return entry(id ?? textFor(field));
}

function optionOf(
	property: INodeProperties,
	{ field, place, path }: SpecField,
	context: PropertyContext,
) {
	const offered = optionsOf(property).map(({ value }) => String(value));
	const real = offered.filter((value) => value !== '' || field.enum?.includes('') === true);
	const problems = checkOffer(field, real, context.name);
	const preset = context.ids[field.name];
	const value =
		place === 'path' && preset !== undefined && real.includes(preset)
			? preset
			: context.rotation.choose(context.name, real, false);
	return { value, entered: [{ place, path, value }], problems };
}

/** Compares a property's options with the spec's values. */
function checkOffer(field: Field, offered: readonly string[], name: string): string[] {
	const specValues = (field.enum ?? []).map(String);
	if (specValues.length === 0) return [];
	const synonyms = SYNONYMS[field.name] ?? [];
	// A pattern with a placeholder is not a value.
	const choosable = specValues.filter((value) => !value.includes('<') && !synonyms.includes(value));
	const missing = choosable.filter((value) => !offered.includes(value));
	const alien =
		field.openEnum === true ? [] : offered.filter((value) => !specValues.includes(value));
	return [
		...missing.map((value) => `property ${name} does not offer ${value}`),
		...alien.map((value) => `property ${name} offers ${value}`),
	];
}

/** Returns all options; where n8n loads the list, an ID that exists. */
function manyOf(
	property: INodeProperties,
	{ field }: SpecField,
	context: PropertyContext,
	entry: Make,
) {
	const offered = optionsOf(property).map(({ value }) => String(value));
	if (offered.length === 0) return entry([context.ids[field.name.replace(/s$/, '')] ?? 'text']);
	return { ...entry(offered), problems: checkOffer(field, offered, context.name) };
}

function jsonOf({ field }: SpecField, context: PropertyContext, entry: Make) {
	const { twin } = context;
	// A map's JSON is an object, even where it is sent as a list.
	if (twin !== undefined && isMap(twin)) {
		const map = freeEntries(field, false);
		return twin.type === 'assignmentCollection'
			? entry(JSON.stringify(map), map)
			: entry(JSON.stringify(map), joinedMap(field, context.includeOptional));
	}
	const value = field.type === 'string' ? { a: [1, 'ü'] } : wholeValue(field);
	return entry(JSON.stringify(value), value);
}

/**
 * Returns a map in a collection as it is sent: its rows and its JSON are two entries that are merged.
 *
 * @param isBoth whether both were filled in, or only one of them
 */
function joinedMap(field: Field, isBoth: boolean): unknown {
	const map = { ...(isBoth ? freeEntries(field, false) : {}), ...freeEntries(field, true) };
	if (field.type === 'object' || field.freeform === true) return map;
	return Object.entries(map).map(([name, value]) => ({ name, value }));
}

function isMap(property: INodeProperties): boolean {
	if (property.type === 'assignmentCollection') return true;
	if (property.type !== 'fixedCollection') return false;
	const names = groupsOf(property).flatMap(({ values }) => values.map(({ name }) => name));
	return names.join() === 'name,value';
}

function locatorOf(
	property: INodeProperties,
	specField: SpecField,
	context: PropertyContext,
): PropertyValue {
	const { place, path } = specField;
	const modes = (property.modes ?? []).map(({ name }: INodePropertyMode) => name);
	const mode = context.includeOptional
		? context.rotation.choose(context.name, modes, true)
		: (modes.find((name) => name !== 'list') ?? '');
	const isEntity = modes.includes('list');
	const value = isEntity
		? entityId(specField, mode, context)
		: context.awkward === true
			? mode === 'email'
				? AWKWARD_ADDRESS
				: AWKWARD
			: (IDENTITIES[mode] ?? '');
	const isInObject = !isEntity && place === 'body';
	// A URL contains the ID, and only the ID is sent.
	const entered = mode === 'url' ? addressOf(property, value) : value;
	return {
		value: { __rl: true, mode, value: entered },
		entered: [{ place, path: isInObject ? [...path, mode] : path, value }],
		problems:
			isEntity || value !== '' ? [] : [`property ${context.name} has the unknown mode ${mode}`],
	};
}

/** Returns the placeholder's URL with another ID. */
function addressOf(property: INodeProperties, id: string): string {
	const { placeholder = '' } = property.modes?.find(({ name }) => name === 'url') ?? {};
	return placeholder.replace(/^e\.g\. /, '').replace(/\d+$/, id);
}

/** Returns an ID that exists, if the field's name tells the resource. */
function entityId({ field, place }: SpecField, mode: string, context: PropertyContext): string {
	if (!['list', 'id', 'url'].includes(mode)) return context.ids.trigger_name ?? '';
	const isText = field.type === 'string' && field.format !== 'uuid';
	if (isText && place === 'path' && context.awkward === true) return AWKWARD;
	return context.ids[field.name] ?? String(sampleValue(field));
}

function assignments(map: Record<string, unknown>) {
	return {
		assignments: Object.entries(map).map(([name, value]) => ({
			id: name,
			name,
			value,
			type: Array.isArray(value) ? 'array' : typeof value,
		})),
	};
}

function fixedOf(
	property: INodeProperties,
	specField: SpecField,
	context: PropertyContext,
): PropertyValue {
	const { field, place, path } = specField;
	if (field.grammar !== undefined) {
		return { value: conditions(property), entered: [], problems: [] };
	}
	if (isMap(property)) {
		const map = freeEntries(field, true);
		const values = Object.entries(map).map(([name, value]) => ({ name, value }));
		const expected = joinedMap(field, context.includeOptional);
		return { value: { values }, entered: [{ place, path, value: expected }], problems: [] };
	}
	const problems: string[] = [];
	const expectedEntry: Parameters = {};
	const fill = (properties: readonly INodeProperties[], collection?: string): Parameters => {
		const values: Parameters = {};
		for (const inner of properties) {
			if (inner.type === 'collection') {
				const rare = fill(entriesOf(inner), inner.name);
				if (Object.keys(rare).length > 0) values[inner.name] = rare;
				continue;
			}
			const innerField = context.fieldOf(inner, [...path, '[]'], collection);
			const name = `${context.name}.${inner.name}`;
			if (innerField === undefined) {
				problems.push(`property ${name} has no field in the API spec`);
			} else if (context.includeOptional || innerField.field.required === true) {
				const result = valueOfProperty(inner, innerField, { ...context, name, twin: undefined });
				values[inner.name] = result.value;
				problems.push(...result.problems);
				for (const { value } of result.entered) expectedEntry[innerField.field.name] = value;
			}
		}
		return values;
	};
	const [group] = groupsOf(property);
	const values = group === undefined ? [] : [fill(group.values)];
	return { value: { values }, entered: [{ place, path, value: [expectedEntry] }], problems };
}

/** Returns every kind of condition with every option; groups nest the same conditions. */
function conditions(property: INodeProperties): Parameters {
	return Object.fromEntries(
		groupsOf(property).map(({ name, values }) => {
			let entries: Parameters[] = [{}];
			for (const inner of values) {
				entries = entries.flatMap((entry) =>
					isShown(inner, entry, entry)
						? valuesOf(inner).map((value) => ({ ...entry, [inner.name]: value }))
						: [entry],
				);
			}
			return [name, entries];
		}),
	);
}

function valuesOf(property: INodeProperties): unknown[] {
	if (property.type === 'options') return optionsOf(property).map(({ value }) => value);
	if (property.type === 'fixedCollection') return [conditions(property)];
	if (property.type === 'resourceLocator') return [{ __rl: true, mode: 'id', value: '4' }];
	return [property.name === 'field' ? 'plan' : 'pro'];
}
