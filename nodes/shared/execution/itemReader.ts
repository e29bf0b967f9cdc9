import type { IExecuteFunctions } from 'n8n-workflow';

import type { ItemFile, ItemInput } from '../schema/itemInput';
import { titleCase } from '../utils/casing';
import { InputError, toNodeError } from '../utils/errors';
import { nameAndType } from '../utils/fileType';
import { readParameter } from './nodeParameters';

/** Reads the values of one item from n8n. */
export class ItemReader implements ItemInput {
	constructor(
		private readonly context: IExecuteFunctions,
		private readonly itemIndex: number,
		private readonly credentialProperty: (name: string) => unknown,
	) {}

	parameter(name: string, fallback?: unknown): unknown {
		try {
			return readParameter(this.context, name, this.itemIndex, fallback) ?? undefined;
		} catch (error) {
			const cause = isStackOverflow(error) ? circularValue(name) : error;
			throw toNodeError(this.context.getNode(), cause, this.itemIndex);
		}
	}

	async file(property: string): Promise<ItemFile | undefined> {
		const binary = this.context.getInputData()[this.itemIndex]?.binary?.[property];
		if (binary === undefined) return undefined;
		const data = await this.context.helpers.getBinaryDataBuffer(this.itemIndex, property);
		return { ...nameAndType(binary, property), data };
	}

	json(): { readonly [name: string]: unknown } {
		return this.context.getInputData()[this.itemIndex]?.json ?? {};
	}

	credential(property: string): unknown {
		return this.credentialProperty(property);
	}

	get timezone(): string {
		return this.context.getTimezone();
	}
}

/** n8n walks recursively through the value of an expression. */
function isStackOverflow(error: unknown): boolean {
	return error instanceof Error && error.name === 'RangeError';
}

function circularValue(parameter: string): InputError {
	return new InputError(
		titleCase(parameter),
		'contains itself (circular), so it cannot be written as JSON',
		'Pick the fields that you need in its expression, instead of a whole object.',
	);
}
