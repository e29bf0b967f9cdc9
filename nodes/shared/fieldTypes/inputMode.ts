import type { INodeProperties } from 'n8n-workflow';

import { displayName, parameterName } from '../utils/casing';
import type { Field } from '../schema/vocabulary';

/** One of the ways to give a field, and the rows that ask for it. */
export interface Way {
	readonly name: string;
	readonly value: string;
	readonly rows: readonly INodeProperties[];
}

/** The rows of a field that can be given in several ways: which way, then the rows of each. The first is the default. */
export function waysRows(field: Field, ways: readonly [Way, ...Way[]]): INodeProperties[] {
	const parameter = `${parameterName(field)}Input`;
	const [{ value: usual }] = ways;
	return [
		{
			displayName: `Specify ${displayName(field)}`,
			name: parameter,
			type: 'options',
			options: ways.map(({ name, value }) => ({ name, value })),
			default: usual,
		},
		...ways.flatMap(({ value, rows }) =>
			rows.map((row) => ({ ...row, displayOptions: { show: { [parameter]: [value] } } })),
		),
	];
}

/** The way of those who have the value already, or more than the builder can say. */
export function jsonWay(field: Field, example: string, description = field.description): Way {
	return { name: 'Using JSON', value: 'json', rows: [{ ...jsonRow(field, example), description }] };
}

export function jsonRow(field: Field, example: string): INodeProperties {
	return {
		displayName: `${displayName(field)} (JSON)`,
		name: `${parameterName(field)}Json`,
		type: 'json',
		default: example,
	};
}
