import {
	NodeApiError,
	NodeOperationError,
	type IHookFunctions,
	type IHttpRequestMethods,
	type JsonObject,
} from 'n8n-workflow';

import { ApiClient } from '../../shared/transport/apiClient';
import { appApi } from '../../shared/transport/apis';
import {
	reconcile,
	registrationName,
	registrationsOf,
	type WebhookLocation,
	type Plan,
	type Registered,
	type Registration,
} from './plan';
import { eventsToRegister, readSettings, type Settings } from '../settings';
import { signingKeyOf } from '../event/signingKey';

const PATH = '/v1/reporting_webhooks';
/** Somebody waits in the editor for the workflow to become active. */
const MAX_WAIT_MS = 20_000;
const TIMEOUT_MS = 10_000;

/** What is kept in the node's static data about its registration. */
interface StoredRegistration {
	id?: number;
	endpoint?: string;
}

/** Whether Customer.io already sends exactly what is wanted, exactly once. Changes nothing there. */
export async function registrationExists(context: IHookFunctions): Promise<boolean> {
	const found = await compare(context);
	// The person registers the URL by hand; there is nothing to create either.
	if (found === undefined) return true;
	const { plan, place } = found;
	if (plan.own === undefined || plan.repair || plan.remove.length > 0) return false;
	keep(context, plan.own, place);
	return true;
}

/** Makes, or repairs, the registration; removes doubles and abandoned test listeners. */
export async function register(context: IHookFunctions): Promise<boolean> {
	const found = await compare(context);
	if (found === undefined) return true;
	const { plan, place, wanted, registrar, listed } = found;
	const former = isTestListener(context) ? undefined : formerRegistration(context, place, listed);
	keep(context, await apply(registrar, plan, wanted), place);
	if (former !== undefined) {
		context.logger.warn(
			`Customer.io still sends the events of this workflow to ${former.endpoint} too, as n8n's URL was before. If no other n8n uses that URL, delete the reporting webhook "${former.name}" (${former.id}) in Customer.io under Integrations > Reporting Webhooks.`,
		);
	}
	// Afterwards, so that no event falls between an old registration and the new one.
	for (const id of plan.remove) await registrar.remove(id);
	return true;
}

/** What is wanted, and what of it is there already; nothing where the node does not register itself. */
async function compare(context: IHookFunctions) {
	const settings = readSettings(context);
	await assertVerifiable(context, settings);
	const events = eventsToRegister(settings);
	if (!settings.automatic) return undefined;
	const place = placeOf(context);
	const wanted = wantedRegistration(context, settings, place, events);
	const registrar = await WebhookApi.open(context);
	const listed = await registrar.list();
	return { place, wanted, registrar, listed, plan: reconcile(wanted, place, listed) };
}

/**
 * Removes what sends to this node. If nothing does any more, that is no failure.
 *
 * It is found by its URL, not by the ID that was kept: a copy of n8n's database has the ID of the
 * original's registration, and in another workspace, if the credential was changed, the ID may be
 * another registration's. Neither is this node's to delete.
 */
export async function unregister(context: IHookFunctions): Promise<boolean> {
	if (!readSettings(context).automatic) return true;
	const { endpoint } = placeOf(context);
	const registrar = await WebhookApi.open(context);
	const own = registrationsOf(endpoint, await registrar.list());
	for (const { id } of own) await registrar.remove(id);
	forget(context);
	return true;
}

/**
 * What this node registered when n8n had another URL, if it is still there.
 *
 * It is not removed or moved to the new URL: a copy of n8n's database, such as one for trying things
 * out, knows the same registration, and cannot be told from the original that got a new URL. It
 * would take the events away from the original.
 */
function formerRegistration(
	context: IHookFunctions,
	{ endpoint }: WebhookLocation,
	listed: readonly Registered[],
): Registered | undefined {
	const kept: StoredRegistration = context.getWorkflowStaticData('node');
	if (kept.endpoint === undefined || kept.endpoint === endpoint) return undefined;
	return registrationsOf(kept.endpoint, listed).find(({ id }) => id === kept.id);
}

async function apply(
	registrar: WebhookApi,
	{ own, repair }: Plan,
	wanted: Registration,
): Promise<number> {
	if (own === undefined) return await registrar.create(wanted);
	// Somebody may delete it just now.
	if (repair && !(await registrar.replace(own, wanted))) return await registrar.create(wanted);
	return own;
}

/** Writes only what differs: n8n saves static data to its database whenever it was written to. */
function keep(context: IHookFunctions, id: number, { endpoint }: WebhookLocation): void {
	const kept: StoredRegistration = context.getWorkflowStaticData('node');
	if (kept.id !== id) kept.id = id;
	if (kept.endpoint !== endpoint) kept.endpoint = endpoint;
}

function forget(context: IHookFunctions): void {
	const kept: StoredRegistration = context.getWorkflowStaticData('node');
	delete kept.id;
	delete kept.endpoint;
}

function placeOf(context: IHookFunctions): WebhookLocation {
	const endpoint = context.getNodeWebhookUrl('default');
	if (endpoint === undefined) {
		throw new NodeOperationError(context.getNode(), 'n8n has no webhook URL for this node', {
			description: 'Save the workflow, then try again.',
		});
	}
	// n8n ends the URL in "<webhook ID>/webhook" or, without an ID, "<workflow>/<node>/webhook".
	const segments = context.getNode().webhookId === undefined ? 3 : 2;
	return { endpoint, nodePath: `/${endpoint.split('/').slice(-segments).join('/')}` };
}

function wantedRegistration(
	context: IHookFunctions,
	settings: Settings,
	{ endpoint }: WebhookLocation,
	events: readonly string[],
): Registration {
	const { name, id } = context.getWorkflow();
	return {
		name: registrationName(name ?? id ?? context.getNode().name, isTestListener(context)),
		endpoint,
		events,
		disabled: false,
		full_resolution: settings.options.fullResolution === true,
		with_content: settings.options.withContent === true,
	};
}

/** A test in the editor, as against an active workflow. */
function isTestListener(context: IHookFunctions): boolean {
	return context.getActivationMode() === 'manual';
}

async function assertVerifiable(
	context: IHookFunctions,
	{ requireSignature }: Settings,
): Promise<void> {
	if (!requireSignature || (await signingKeyOf(context)) !== '') return;
	throw new NodeOperationError(
		context.getNode(),
		'Require Signature: the credential has no Webhook Signing Key',
		{
			description:
				'Copy the signing key from Customer.io (Integrations > Reporting Webhooks) into the credential. Or turn Require Signature off: then anyone who knows the webhook URL can start the workflow.',
		},
	);
}

/** The five calls for reporting webhooks. */
class WebhookApi {
	private constructor(
		private readonly context: IHookFunctions,
		private readonly connection: ApiClient,
	) {}

	static async open(context: IHookFunctions): Promise<WebhookApi> {
		return new WebhookApi(context, await ApiClient.create(context, appApi));
	}

	async list(): Promise<readonly Registered[]> {
		const body = await this.call('GET', PATH);
		// `null` instead of an empty list if there is none.
		const { reporting_webhooks: listed } = (body ?? {}) as { reporting_webhooks?: unknown };
		return Array.isArray(listed) ? (listed as readonly Registered[]) : [];
	}

	async create(wanted: Registration): Promise<number> {
		const body = await this.call('POST', PATH, wanted);
		const { id } = (body ?? {}) as { id?: unknown };
		if (typeof id === 'number') return id;
		// Documented bare, yet some have seen the answer wrapped.
		const [created] = registrationsOf(wanted.endpoint, await this.list());
		if (created !== undefined) return created.id;
		throw new NodeOperationError(
			this.context.getNode(),
			'Customer.io took the new reporting webhook, but does not list it',
			{
				description:
					'Look for it under Integrations > Reporting Webhooks in Customer.io, delete it there, and try again.',
			},
		);
	}

	/** @returns whether it was still there */
	async replace(id: number, wanted: Registration): Promise<boolean> {
		return await this.unlessGone('PUT', id, wanted);
	}

	async remove(id: number): Promise<void> {
		await this.unlessGone('DELETE', id);
	}

	private async unlessGone(
		method: 'PUT' | 'DELETE',
		id: number,
		wanted?: Registration,
	): Promise<boolean> {
		try {
			await this.call(method, `${PATH}/${id}`, wanted);
			return true;
		} catch (error) {
			if (error instanceof NodeApiError && error.httpCode === '404') return false;
			throw new NodeApiError(this.context.getNode(), error as JsonObject);
		}
	}

	private async call(
		method: IHttpRequestMethods,
		requestTarget: string,
		wanted?: Registration,
	): Promise<unknown> {
		try {
			const { body } = await this.connection.send({
				method,
				requestTarget,
				body: wanted === undefined ? undefined : JSON.stringify(wanted),
				safe: method === 'GET',
				// A second POST would make a double.
				idempotent: method !== 'POST',
				maxWaitMs: MAX_WAIT_MS,
				timeoutMs: TIMEOUT_MS,
			});
			return body;
		} catch (error) {
			throw this.explained(error);
		}
	}

	/** Says what a person can do who may not, or cannot, get a key for reporting webhooks. */
	private explained(error: unknown): Error {
		if (!(error instanceof NodeApiError)) {
			return error instanceof Error ? error : new Error(String(error));
		}
		if (error.httpCode === '401' || error.httpCode === '403') {
			error.message = `This App API key cannot manage reporting webhooks: ${error.message}`;
			error.description = `${error.description ?? ''} Use a key that may manage them, or set Registration to Manual and enter the webhook URL in Customer.io yourself.`;
		}
		return error;
	}
}
