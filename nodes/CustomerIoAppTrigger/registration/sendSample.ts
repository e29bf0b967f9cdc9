import { sleep, type IHookFunctions } from 'n8n-workflow';

import { chosenSampleEvent, sampleEvent } from '../event/samples';
import { sign, signingKeyOf } from '../event/signature';
import { readSettings } from '../settings';

/**
 * Delays before the attempts. n8n finishes setting up the listener only after the registration has
 * returned, and in queue mode through its message broker. It would accept an earlier event, but
 * leave the listener behind.
 */
const DELAYS_MS = [500, 1000, 2000, 4000];
const TIMEOUT_MS = 4000;

/** The event of which a sample is sent, if this is a test listener and a sample is chosen. */
export function chosenSample(context: IHookFunctions): string | undefined {
	if (context.getActivationMode() !== 'manual' || context.getMode() !== 'manual') return undefined;
	const { options, chosenEvents } = readSettings(context);
	return chosenSampleEvent(options.sampleEvent, chosenEvents);
}

/** Starts to send the chosen sample to the node's test URL, after the registration has returned. */
export async function startSample(context: IHookFunctions): Promise<void> {
	const event = chosenSample(context);
	const url = context.getNodeWebhookUrl('default');
	if (event === undefined || url === undefined) return;
	const now = Date.now();
	const body = JSON.stringify(sampleEvent(event, now));
	const headers = headersFor(body, now, await signingKeyOf(context));
	// Not awaited: n8n waits for the registration before it listens.
	void deliver(context, url, body, headers);
}

function headersFor(body: string, now: number, signingKey: string): { [name: string]: string } {
	const timestamp = String(Math.floor(now / 1000));
	return {
		'content-type': 'application/json',
		'x-cio-timestamp': timestamp,
		...(signingKey === '' ? {} : { 'x-cio-signature': sign(body, timestamp, signingKey) }),
	};
}

/** Never rejects: without the sample the listener still waits for an event of Customer.io's. */
async function deliver(
	context: IHookFunctions,
	url: string,
	body: string,
	headers: { [name: string]: string },
): Promise<void> {
	let failure = '';
	for (const delayMs of DELAYS_MS) {
		await sleep(delayMs);
		try {
			const { statusCode } = (await context.helpers.httpRequest({
				method: 'POST',
				url,
				headers,
				body,
				timeout: TIMEOUT_MS,
				returnFullResponse: true,
				ignoreHttpStatusErrors: true,
				disableFollowRedirect: true,
			})) as { readonly statusCode: number };
			if (statusCode < 300) return;
			failure = `it answered ${statusCode}`;
		} catch (error) {
			failure = error instanceof Error ? error.message : String(error);
		}
	}
	context.logger.warn(`The sample event could not be sent to ${url}: ${failure}`);
}
