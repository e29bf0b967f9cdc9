import type { IExecuteFunctions } from 'n8n-workflow';

import type { ItemFile, ItemInput } from './itemInput';

/**
 * Reads one item's values from n8n.
 *
 * n8n's own validation is skipped: it walks the whole description for every parameter, and the
 * matrix checks each value against its field anyway.
 */
export class NodeInput implements ItemInput {
	constructor(
		private readonly context: IExecuteFunctions,
		private readonly itemIndex: number,
		private readonly credentialProperty: (name: string) => unknown,
	) {}

	parameter(name: string, fallback?: unknown): unknown {
		// n8n takes `undefined` for "no fallback" and throws, so absence is asked for as `null`.
		const value: unknown = this.context.getNodeParameter(name, this.itemIndex, fallback ?? null, {
			skipValidation: true,
		});
		return value ?? undefined;
	}

	async file(property: string): Promise<ItemFile | undefined> {
		const binary = this.context.getInputData()[this.itemIndex]?.binary?.[property];
		if (binary === undefined) return undefined;
		const data = await this.context.helpers.getBinaryDataBuffer(this.itemIndex, property);
		return { fileName: binary.fileName, mimeType: binary.mimeType, data };
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
