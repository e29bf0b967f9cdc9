import { NodeOperationError, type IHookFunctions } from 'n8n-workflow';

import { signingKeyOf } from '../event/signature';
import { eventsToRegister, readSettings, type Settings } from '../settings';
import {
	reconcile,
	registrationName,
	registrationsAt,
	type Plan,
	type Registered,
	type Registration,
	type WebhookLocation,
} from './plan';
import { WebhookApi } from './webhookApi';

/** The part of the node's static data that is about its registration. */
interface StoredRegistration {
	id?: number;
	endpoint?: string;
}

/** Whether Customer.io already sends exactly what is chosen, exactly once. Changes nothing there. */
export async function registrationExists(context: IHookFunctions): Promise<boolean> {
	const comparison = await compare(context);
	// With manual registration there is nothing to create.
	if (comparison === undefined) return true;
	const { plan, location } = comparison;
	if (plan.id === undefined || plan.update || plan.remove.length > 0) return false;
	store(context, plan.id, location);
	return true;
}

/** Creates or updates the registration; removes duplicates and abandoned test listeners. */
export async function register(context: IHookFunctions): Promise<boolean> {
	const comparison = await compare(context);
	if (comparison === undefined) return true;
	const { plan, location, desired, api, listed } = comparison;
	const former = isTestListener(context)
		? undefined
		: formerRegistration(context, location, listed);
	store(context, await apply(api, plan, desired), location);
	if (former !== undefined) {
		context.logger.warn(
			`Customer.io still sends the events of this workflow to ${former.endpoint} too, as n8n's URL was before. If no other n8n uses that URL, delete the reporting webhook "${former.name}" (${former.id}) in Customer.io under Integrations > Reporting Webhooks.`,
		);
	}
	// Last, so that no event is missed between an old registration and the new one.
	for (const id of plan.remove) await api.remove(id);
	return true;
}

/**
 * Removes the registrations that send to this node. Succeeds if there are none.
 *
 * They are identified by URL, not by the stored ID: a copy of n8n's database has the ID of the
 * original's registration, and after a change of the credential to another workspace the ID may
 * belong to another registration. This node must delete neither.
 */
export async function unregister(context: IHookFunctions): Promise<boolean> {
	if (!readSettings(context).automatic) return true;
	const { endpoint } = locationOf(context);
	const api = await WebhookApi.create(context);
	for (const { id } of registrationsAt(endpoint, await api.list())) await api.remove(id);
	forget(context);
	return true;
}

/** Compares the settings with Customer.io; undefined if the user registers the webhook manually. */
async function compare(context: IHookFunctions) {
	const settings = readSettings(context);
	await assertVerifiable(context, settings);
	const events = eventsToRegister(settings);
	if (!settings.automatic) return undefined;
	const location = locationOf(context);
	const desired = desiredRegistration(context, settings, location, events);
	const api = await WebhookApi.create(context);
	const listed = await api.list();
	return { location, desired, api, listed, plan: reconcile(desired, location, listed) };
}

/**
 * What this node registered when n8n had another URL, if it still exists.
 *
 * It is neither removed nor moved to the new URL: a copy of n8n's database, such as a staging
 * system, has the same static data as an original whose URL has changed, and would take the events
 * away from the original.
 */
function formerRegistration(
	context: IHookFunctions,
	{ endpoint }: WebhookLocation,
	listed: readonly Registered[],
): Registered | undefined {
	const stored: StoredRegistration = context.getWorkflowStaticData('node');
	if (stored.endpoint === undefined || stored.endpoint === endpoint) return undefined;
	return registrationsAt(stored.endpoint, listed).find(({ id }) => id === stored.id);
}

/** @returns the registration's ID */
async function apply(
	api: WebhookApi,
	{ id, update }: Plan,
	desired: Registration,
): Promise<number> {
	if (id === undefined) return await api.add(desired);
	// It may have been deleted since it was listed.
	if (update && !(await api.replace(id, desired))) return await api.add(desired);
	return id;
}

/** Writes only what differs: n8n saves static data to its database after each write to it. */
function store(context: IHookFunctions, id: number, { endpoint }: WebhookLocation): void {
	const stored: StoredRegistration = context.getWorkflowStaticData('node');
	if (stored.id !== id) stored.id = id;
	if (stored.endpoint !== endpoint) stored.endpoint = endpoint;
}

function forget(context: IHookFunctions): void {
	const stored: StoredRegistration = context.getWorkflowStaticData('node');
	delete stored.id;
	delete stored.endpoint;
}

function locationOf(context: IHookFunctions): WebhookLocation {
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

function desiredRegistration(
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

/** Whether the editor listens for a test event, as opposed to an active workflow. */
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
