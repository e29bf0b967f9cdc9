import {
	NodeApiError,
	NodeOperationError,
	type IHookFunctions,
	type IHttpRequestMethods,
	type JsonObject,
} from 'n8n-workflow';

import { ApiClient } from '../../shared/transport/apiClient';
import { appApi } from '../../shared/transport/apis';
import { isUnavailable } from '../../shared/transport/retryPolicy';
import { registrationsAt, type Registered, type Registration } from './plan';

const PATH = '/v1/reporting_webhooks';
/** A user waits in the editor for the workflow to become active. */
const MAX_WAIT_MS = 20_000;
const TIMEOUT_MS = 10_000;

/** The App API's endpoints for reporting webhooks. All methods throw NodeApiError if a call fails. */
export class WebhookApi {
	private constructor(
		private readonly context: IHookFunctions,
		private readonly client: ApiClient,
	) {}

	/** @throws NodeOperationError if the credential is missing or its region unusable */
	static async create(context: IHookFunctions): Promise<WebhookApi> {
		return new WebhookApi(context, await ApiClient.create(context, appApi));
	}

	async list(): Promise<readonly Registered[]> {
		const body = await this.send('GET', PATH);
		// Customer.io returns `null` instead of an empty list.
		const { reporting_webhooks: listed } = (body ?? {}) as { reporting_webhooks?: unknown };
		return Array.isArray(listed) ? (listed as readonly Registered[]) : [];
	}

	/** @returns the new ID */
	async add(registration: Registration): Promise<number> {
		const body = await this.send('POST', PATH, registration);
		const { id } = (body ?? {}) as { id?: unknown };
		if (typeof id === 'number') return id;
		// The documentation shows a bare object, but wrapped responses have been reported.
		const [added] = registrationsAt(registration.endpoint, await this.list());
		if (added !== undefined) return added.id;
		throw new NodeOperationError(
			this.context.getNode(),
			'Customer.io took the new reporting webhook, but does not list it',
			{
				description:
					'Look for it under Integrations > Reporting Webhooks in Customer.io, delete it there, and try again.',
			},
		);
	}

	/** @returns false if the registration no longer exists */
	async replace(id: number, registration: Registration): Promise<boolean> {
		return await this.sendUnlessDeleted('PUT', id, registration);
	}

	/** Does nothing if the registration no longer exists. */
	async remove(id: number): Promise<void> {
		await this.sendUnlessDeleted('DELETE', id);
	}

	private async sendUnlessDeleted(
		method: 'PUT' | 'DELETE',
		id: number,
		registration?: Registration,
	): Promise<boolean> {
		try {
			await this.send(method, `${PATH}/${id}`, registration);
			return true;
		} catch (error) {
			if (error instanceof NodeApiError && error.httpCode === '404') return false;
			throw new NodeApiError(this.context.getNode(), error as JsonObject);
		}
	}

	private async send(
		method: IHttpRequestMethods,
		requestTarget: string,
		registration?: Registration,
	): Promise<unknown> {
		try {
			const { body } = await this.client.send({
				method,
				requestTarget,
				body: registration === undefined ? undefined : JSON.stringify(registration),
				safe: method === 'GET',
				// A second POST would create a duplicate.
				idempotent: method !== 'POST',
				maxWaitMs: MAX_WAIT_MS,
				timeoutMs: TIMEOUT_MS,
			});
			return body;
		} catch (error) {
			throw withHint(error);
		}
	}
}

/** Whether a call failed because of the network, a rate limit or an outage, so that it may succeed later. */
export function isOutage(error: unknown): error is NodeApiError {
	if (!(error instanceof NodeApiError)) return false;
	// Without a response there is no status.
	const status = Number(error.httpCode ?? Infinity);
	return status === 429 || isUnavailable(status);
}

/** Adds the alternative for users who cannot get a key that manages reporting webhooks. */
function withHint(error: unknown): Error {
	if (!(error instanceof NodeApiError)) {
		return error instanceof Error ? error : new Error(String(error));
	}
	if (error.httpCode === '401' || error.httpCode === '403') {
		error.message = `This App API key cannot manage reporting webhooks: ${error.message}`;
		error.description = `${error.description ?? ''} Use a key that may manage them, or set Registration to Manual and enter the webhook URL in Customer.io yourself.`;
	}
	return error;
}
