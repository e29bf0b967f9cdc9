import type { IDataObject, INode, IWebhookFunctions, IWebhookResponseData } from 'n8n-workflow';

import { decodeEvent, nameOf, type ReportedEvent } from './event/event';
import { isChosen } from '../shared/catalog/webhookEvents';
import { matches } from './event/filters';
import { toItem } from './event/toItem';
import { keyOf, recentEventsOf, type SavedEvents } from './event/deduplication';
import { isSample } from './event/samples';
import { readSettings, type Settings } from './settings';
import { TOLERANCE_MS, verify } from './event/signature';
import { signingKeyOf } from './event/signingKey';

const MINUTE_MS = 60_000;
const NOTHING = new Uint8Array();
const MAX_MS = Number.MAX_SAFE_INTEGER;

/**
 * Answers one request of Customer.io, or of somebody who says so.
 *
 * After a 4xx or 5xx Customer.io stops all events of the webhook for an hour. So only what is
 * forged, or is no event, gets one. If the credential cannot be read, n8n answers 500 and records
 * the error: the event cannot be told from a forged one, and a 200 would lose it, while after a 500
 * Customer.io keeps it, and sends it again for seven days.
 */
export async function receive(context: IWebhookFunctions): Promise<IWebhookResponseData> {
	// n8n makes a copy of it with each call.
	const node = context.getNode();
	const settings = readSettings(context, node);
	const signingKey = await signingKeyOf(context);
	const request = context.getRequestObject();
	// n8n leaves it out for a multipart body, which Customer.io never sends.
	const rawBody: Uint8Array = request.rawBody ?? NOTHING;
	const now = Date.now();

	const verified = signingKey !== '';
	if (settings.requireSignature && !verified) return refuse(context, 401);
	if (verified && !verify(rawBody, request.headers, signingKey, now, tolerance(settings)).valid) {
		return refuse(context, 401);
	}
	const event = decodeEvent(request);
	// Without a signature, whatever has no event's form is somebody probing the URL. With one it is
	// Customer.io's, in a form that it did not have when this was written.
	if (event === undefined || (!verified && nameOf(event) === undefined)) {
		return refuse(context, 400);
	}
	// A sample is asked for; the filters are for what Customer.io sends.
	const asked = context.getMode() === 'manual' && isSample(event);
	if (!asked && !isWanted(event, settings, verified)) return ACCEPTED;
	if (isDuplicate(context, node, event, settings, now)) return ACCEPTED;
	const item =
		settings.options.rawOutput === true ? (event as IDataObject) : toItem(event, verified);
	return { workflowData: [[{ json: item }]] };
}

/** n8n answers 200 and starts no run. */
const ACCEPTED: IWebhookResponseData = {};

function refuse(context: IWebhookFunctions, status: 400 | 401): IWebhookResponseData {
	// Says nothing about why: a forger has no use for it, and the sender does not read it.
	context.getResponseObject().status(status).json({});
	return { noWebhookResponse: true };
}

/**
 * In automatic registration Customer.io knows the chosen events and sends no others. It is the
 * better judge: WhatsApp by Twilio is reported as SMS.
 */
function isWanted(
	event: ReportedEvent,
	{ automatic, chosenEvents, filters }: Settings,
	verified: boolean,
): boolean {
	const name = nameOf(event);
	return (
		(automatic || name === undefined || isChosen(name, chosenEvents)) &&
		matches(event, filters, verified)
	);
}

function isDuplicate(
	context: IWebhookFunctions,
	node: INode,
	event: ReportedEvent,
	{ options }: Settings,
	now: number,
): boolean {
	const key = keyOf(event);
	// A test listener takes one event, and an active workflow gets the same one at its own URL.
	if (key === undefined || options.skipRepeats === false || context.getMode() === 'manual') {
		return false;
	}
	const saved: SavedEvents = context.getWorkflowStaticData('node');
	const recent = recentEventsOf(context.getWorkflow().id ?? '', node.id);
	if (recent.isDuplicate(key, saved, now)) return true;
	recent.add(key, context.getResponseObject(), saved, now);
	return false;
}

function tolerance({ options }: Settings): number {
	const { toleranceMinutes: written } = options;
	const minutes = typeof written === 'string' && written.trim() !== '' ? Number(written) : written;
	// What is no number, or NaN, must not mean any age.
	if (typeof minutes !== 'number' || !Number.isFinite(minutes)) return TOLERANCE_MS;
	return minutes === 0 ? MAX_MS : minutes * MINUTE_MS;
}
