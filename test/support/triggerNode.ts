/** The trigger node in the engine, against a sandbox. */
import { createRequire } from 'node:module';

import { signWebhook, type Sandbox } from '../../tools/sandbox/sandbox.ts';
import { sampleCredentials } from '../../tools/engine/sampleCredentials.ts';
import {
	triggerContexts,
	type CredentialData,
	type TriggerContexts,
} from '../../tools/engine/harness.ts';
import type { TriggerOptions } from '../../tools/engine/trigger.ts';

export const triggerType = 'n8n-nodes-customerio.customerIoAppTrigger';

export interface TriggerSetup extends TriggerOptions {
	parameters?: object;
	/** Overrides of the credential, which otherwise matches the sandbox. */
	credential?: CredentialData;
	name?: string;
}

export function triggerOn(sandbox: Sandbox, setup: TriggerSetup = {}): TriggerContexts {
	const { parameters, credential, name, ...options } = setup;
	return triggerContexts(
		{
			type: triggerType,
			...(name === undefined ? {} : { name }),
			parameters: { events: ['email_sent', 'email_opened'], ...parameters },
			credentials: {
				customerIoAppApi: { ...sampleCredentials(sandbox).customerIoAppApi, ...credential },
			},
		},
		options,
	);
}

/** Returns a signed request like Customer.io's. */
export function signed(sandbox: Sandbox, event: unknown, at: number = Date.now()) {
	const rawBody = typeof event === 'string' ? event : JSON.stringify(event);
	const timestamp = String(Math.floor(at / 1000));
	const signature = signWebhook({ signingKey: sandbox.signingKey, timestamp, body: rawBody });
	return {
		rawBody,
		headers: { 'x-cio-timestamp': timestamp, 'x-cio-signature': signature },
	};
}

let lastEventId = 0;

/** Returns an opened email of campaign 5, with a unique ID unless one is given. */
export function openedEmail(overrides: { [key: string]: unknown } = {}) {
	lastEventId += 1;
	const { data, ...envelope } = overrides;
	return {
		event_id: `01J${String(lastEventId).padStart(23, '0')}`,
		object_type: 'email',
		metric: 'opened',
		timestamp: 1_613_063_089,
		...envelope,
		data: {
			campaign_id: 5,
			action_id: 96,
			delivery_id: 'ZAIAAVTJVG0QcCok0-0ZKj6yiQ==',
			identifiers: { id: '42', email: 'ada@example.com', cio_id: 'd9c106000001' },
			recipient: 'ada@example.com',
			subject: 'Thanks for joining!',
			prefetched: false,
			...(data as object | undefined),
		},
	};
}

/** Returns the logger that n8n-core passes to nodes. */
export function engineLogger(): { warn(message: string): void } {
	const load = createRequire(createRequire(import.meta.url).resolve('n8n-core'));
	const { Container } = load('@n8n/di') as { Container: { get<T>(type: unknown): T } };
	const { Logger } = load('@n8n/backend-common') as { Logger: unknown };
	return Container.get(Logger);
}
