import { NodeOperationError, type IHookFunctions } from 'n8n-workflow';

import { signingKeyOf } from '../event/signature';
import { eventsToRegister, readSettings } from '../settings';
import {
	reconcile,
	registrationName,
	registrationsAt,
	type Plan,
	type Registered,
	type Registration,
	type WebhookLocation,
} from './plan';
import { assertReachable } from './reachability';
import { chosenSample } from './sendSample';
import {
	forgetAll,
	forgetRegistration,
	storedRegistration,
	storeRegistration,
	storeSigned,
	wasRegistered,
} from './storedRegistration';
import { isOutage, WebhookApi } from './webhookApi';

/** Whether Customer.io already sends exactly what is chosen, exactly once. Changes nothing there. */
export async function registrationExists(context: IHookFunctions): Promise<boolean> {
	const desired = await desiredRegistration(context);
	// With manual registration there is nothing to create.
	if (desired === undefined) return true;
	return await keepDuringOutage(context, desired, async () => {
		const { plan } = await compare(context, desired);
		if (plan.current === undefined || plan.update || plan.remove.length > 0) return false;
		storeRegistration(context, desired.endpoint, plan.current);
		return true;
	});
}

/** Creates or updates the registration; removes duplicates and abandoned test listeners. */
export async function register(context: IHookFunctions): Promise<boolean> {
	const desired = await desiredRegistration(context);
	if (desired === undefined) return true;
	return await keepDuringOutage(context, desired, async () => {
		const { api, listed, plan } = await compare(context, desired);
		const former = isTestListener(context) ? undefined : formerRegistration(context, listed);
		if (plan.current !== undefined) storeRegistration(context, desired.endpoint, plan.current);
		const id = await apply(api, plan, desired);
		storeRegistration(context, desired.endpoint, { ...desired, id });
		if (former !== undefined) {
			context.logger.warn(
				`Customer.io still sends the events of this workflow to ${former.endpoint} too, as n8n's URL was before. If no other n8n uses that URL, delete the reporting webhook "${former.name}" (${former.id}) in Customer.io under Integrations > Reporting Webhooks.`,
			);
		}
		// Last, so that no event is missed between an old registration and the new one.
		for (const obsolete of plan.remove) await api.remove(obsolete);
		return true;
	});
}

/**
 * Removes the registrations that send to this node. Succeeds if there are none. If a call fails,
 * static data stays as it is for the next attempt.
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
	forgetAll(context);
	return true;
}

/**
 * Treats an existing registration as valid if an outage prevents the check or the change.
 *
 * If activation fails, also when n8n starts, n8n calls `delete`: the registration would be gone, and
 * with it the events that Customer.io keeps for it.
 */
async function keepDuringOutage(
	context: IHookFunctions,
	desired: Registration,
	action: () => Promise<boolean>,
): Promise<boolean> {
	return await action().catch((error: unknown) => {
		if (!isOutage(error) || !wasRegistered(context, desired)) throw error;
		context.logger.warn(
			`The reporting webhook of "${context.getNode().name}" stays as it is, because Customer.io could not be asked about it: ${error.message}`,
		);
		return true;
	});
}

/** Compares the desired registration with those in Customer.io. */
async function compare(context: IHookFunctions, desired: Registration) {
	const api = await WebhookApi.create(context);
	const listed = await api.list();
	const plan = reconcile(desired, locationOf(context), listed);
	// From here on an outage must not make it count as registered.
	if (plan.current === undefined && storedRegistration(context).endpoint === desired.endpoint) {
		forgetRegistration(context);
	}
	return { api, listed, plan };
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
	listed: readonly Registered[],
): Registered | undefined {
	const { id, endpoint } = storedRegistration(context);
	if (endpoint === undefined || endpoint === locationOf(context).endpoint) return undefined;
	return registrationsAt(endpoint, listed).find((entry) => entry.id === id);
}

/** @returns the registration's ID */
async function apply(
	api: WebhookApi,
	{ current, update }: Plan,
	desired: Registration,
): Promise<number> {
	if (current === undefined) return await api.add(desired);
	// It may have been deleted since it was listed.
	if (update && !(await api.replace(current.id, desired))) return await api.add(desired);
	return current.id;
}

/**
 * The registration that fits the settings; undefined if the user registers the webhook manually.
 *
 * @throws InputError or NodeOperationError if the workflow cannot be activated with its settings
 */
async function desiredRegistration(context: IHookFunctions): Promise<Registration | undefined> {
	const settings = readSettings(context);
	const signed = (await signingKeyOf(context)) !== '';
	if (settings.requireSignature && !signed) throw missingSigningKey(context);
	const events = eventsToRegister(settings);
	storeSigned(context, signed);
	if (!settings.automatic) return undefined;
	const { endpoint } = locationOf(context);
	// n8n itself sends the sample.
	if (chosenSample(context) === undefined) await assertReachable(context, endpoint);
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

/** Whether the editor listens for a test event, as opposed to an active workflow. */
function isTestListener(context: IHookFunctions): boolean {
	return context.getActivationMode() === 'manual';
}

function missingSigningKey(context: IHookFunctions): NodeOperationError {
	return new NodeOperationError(
		context.getNode(),
		'Require Signature: the credential has no Webhook Signing Key',
		{
			description:
				'Copy the signing key from Customer.io (Integrations > Reporting Webhooks) into the credential. Or turn Require Signature off: then anyone who knows the webhook URL can start the workflow.',
		},
	);
}
