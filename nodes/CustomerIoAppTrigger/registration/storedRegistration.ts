import { hash } from 'node:crypto';

import type { IHookFunctions, IWebhookFunctions } from 'n8n-workflow';

import { contentOf, type Registered, type Registration } from './plan';

/** The part of the node's static data that is about its registration. */
interface StoredRegistration {
	id?: number;
	endpoint?: string;
	/** Digest of the events and options that are registered. */
	content?: string;
	/** Whether the credential had a signing key. */
	signed?: boolean;
}

type Context = IHookFunctions | IWebhookFunctions;

/** What the node's static data says about its registration. Every field may be missing. */
export function storedRegistration(context: Context): Readonly<StoredRegistration> {
	return context.getWorkflowStaticData('node');
}

/** Remembers what is registered at the endpoint. */
export function storeRegistration(
	context: IHookFunctions,
	endpoint: string,
	registered: Registered,
): void {
	write(context, { id: registered.id, endpoint, content: digestOf(registered) });
}

/**
 * Remembers whether the credential has a signing key. While n8n starts, a key that is missing may
 * have vanished by mistake, so only the user's own activation makes the node forget it.
 */
export function storeSigned(context: IHookFunctions, signed: boolean): void {
	const { signed: before = false } = storedRegistration(context);
	write(context, { signed: signed || (before && isStart(context)) || undefined });
}

/** Forgets the registration, but not that it was signed. */
export function forgetRegistration(context: IHookFunctions): void {
	write(context, { id: undefined, endpoint: undefined, content: undefined });
}

/** Forgets the registration and that it was signed. */
export function forgetAll(context: IHookFunctions): void {
	forgetRegistration(context);
	write(context, { signed: undefined });
}

/**
 * Whether the desired registration existed when Customer.io was last asked. While n8n starts, any
 * registration at the endpoint counts: nobody has changed the settings since.
 */
export function wasRegistered(context: IHookFunctions, desired: Registration): boolean {
	const { endpoint, content } = storedRegistration(context);
	if (endpoint !== desired.endpoint) return false;
	return isStart(context) || content === undefined || content === digestOf(desired);
}

/** Whether n8n activates the workflow because it starts, as opposed to the user activating it. */
function isStart(context: IHookFunctions): boolean {
	return ['init', 'leadershipChange'].includes(context.getActivationMode());
}

function digestOf(registration: Partial<Registration>): string {
	return hash('sha256', contentOf(registration), 'base64url');
}

/** Writes only what differs: n8n saves static data to its database after each write to it. */
function write(
	context: IHookFunctions,
	values: { readonly [key in keyof StoredRegistration]: StoredRegistration[key] | undefined },
): void {
	const stored = context.getWorkflowStaticData('node');
	for (const [key, value] of Object.entries(values)) {
		// JSON, in which n8n saves them, leaves undefined out.
		if (stored[key] !== value) stored[key] = value;
	}
}
