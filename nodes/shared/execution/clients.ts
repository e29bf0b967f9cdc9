import {
	ExpressionError,
	type ICredentialDataDecryptedObject,
	type IExecuteFunctions,
} from 'n8n-workflow';

import { ApiClient } from '../transport/apiClient';
import type { Api } from '../transport/apis';

/** The clients of an execution: one for each credential that an expression gives for the items. */
export class Clients {
	private readonly byCredential = new Map<string, ApiClient>();
	/** Only of the items whose credential has been read. */
	private readonly byItem = new Map<number, ApiClient>();

	private constructor(
		private readonly context: IExecuteFunctions,
		private readonly api: Api,
		/** That of the first item. */
		readonly first: ApiClient,
		private readonly dependsOnItem: boolean,
	) {}

	/**
	 * Reads the credential once, and for a second item only to see whether it depends on the item.
	 *
	 * @throws NodeOperationError if the credential is missing or its region unusable
	 */
	static async create(context: IExecuteFunctions, api: Api): Promise<Clients> {
		const credentials = await context.getCredentials(api.credential, 0);
		const first = ApiClient.of(context, api, credentials);
		const dependsOnItem = await isDependent(context, api, credentials);
		return new Clients(context, api, first, dependsOnItem);
	}

	/** @throws what n8n throws if the credential's expression fails for the item */
	async forItem(itemIndex: number): Promise<ApiClient> {
		if (!this.dependsOnItem) return this.first;
		const credentials = await this.context.getCredentials(this.api.credential, itemIndex);
		const key = JSON.stringify(credentials);
		const client = this.byCredential.get(key) ?? ApiClient.of(this.context, this.api, credentials);
		this.byCredential.set(key, client);
		this.byItem.set(itemIndex, client);
		return client;
	}

	/** The client of an item that `forItem` was called for. */
	of(itemIndex: number): ApiClient {
		return this.byItem.get(itemIndex) ?? this.first;
	}

	/** Milliseconds in which at least one request waited for a rate limit. */
	get waitedForLimitMs(): number {
		const clients = [this.first, ...this.byCredential.values()];
		return Math.max(...clients.map(({ waitedForLimitMs }) => waitedForLimitMs));
	}
}

/**
 * Whether an expression gives each item a credential: n8n only tells what it gives for an item. The
 * item behind the last one has no fields, so it gets another credential, or an error.
 */
async function isDependent(
	context: IExecuteFunctions,
	api: Api,
	credentials: ICredentialDataDecryptedObject,
): Promise<boolean> {
	const { length } = context.getInputData();
	if (length <= 1) return false;
	for (const itemIndex of [length, length - 1]) {
		try {
			const other = await context.getCredentials(api.credential, itemIndex);
			if (JSON.stringify(other) !== JSON.stringify(credentials)) return true;
		} catch (error) {
			if (error instanceof ExpressionError) return true;
		}
	}
	return false;
}
