import type { INodeProperties } from 'n8n-workflow';

import type { Field } from '../schema/fields';
import { addsInformation } from '../utils/casing';

/** One property that asks for a field: its names, what is particular to the type, and its help texts. */
export function property(
	field: Field,
	particular: Omit<INodeProperties, 'displayName' | 'name'>,
): INodeProperties {
	const { displayName, parameter, description, placeholder, hint } = field;
	return {
		displayName,
		name: parameter,
		...particular,
		...(addsInformation(description, displayName) ? { description } : {}),
		...(placeholder === undefined ? {} : { placeholder: `e.g. ${placeholder}` }),
		...(hint === undefined ? {} : { hint }),
	};
}

export function requiredIf(required: boolean, described: INodeProperties): INodeProperties[] {
	return [required ? { ...described, required: true } : described];
}
