import type { INodeProperties } from 'n8n-workflow';

import type { Field } from '../schema/fields';

/** One of the ways to enter a field, and the properties that it needs. */
export interface InputMode {
	readonly name: string;
	readonly value: string;
	readonly properties: readonly INodeProperties[];
}

/** The properties of a field with several input modes: the choice of the mode, then those of each. The first is the default. */
export function inputModeProperties(
	field: Field,
	modes: readonly [InputMode, ...InputMode[]],
): INodeProperties[] {
	const parameter = `${field.parameter}Input`;
	const [{ value: defaultMode }] = modes;
	return [
		{
			displayName: `Specify ${field.displayName}`,
			name: parameter,
			type: 'options',
			options: modes.map(({ name, value }) => ({ name, value })),
			default: defaultMode,
		},
		...modes.flatMap(({ value, properties }) =>
			properties.map((property) => ({
				...property,
				displayOptions: { show: { [parameter]: [value] } },
			})),
		),
	];
}

/** For values that exist as JSON already, or that the builder cannot express. */
export function jsonMode(
	field: Field,
	defaultJson: string,
	description = field.description,
): InputMode {
	const property = { ...jsonProperty(field, defaultJson), description };
	return { name: 'Using JSON', value: 'json', properties: [property] };
}

export function jsonProperty(field: Field, defaultJson: string): INodeProperties {
	return {
		displayName: `${field.displayName} (JSON)`,
		name: `${field.parameter}Json`,
		type: 'json',
		default: defaultJson,
	};
}
