import type { IDataObject, INode, IWebhookFunctions, IWebhookResponseData } from 'n8n-workflow';

import { isChosen } from '../shared/catalog/webhookEvents';
import { keyOf, recentEventsOf, type SavedEvents } from './event/deduplication';
import { aliasesOf, decodeEvent, nameOf, type ReportedEvent } from './event/event';
import { matches } from './event/filters';
import { isSample } from './event/samples';
import { signingKeyOf, TOLERANCE_MS, verify } from './event/signature';
import { toItem } from './event/toItem';
import { storedRegistration } from './registration/storedRegistration';
import { eventsToRegister, MAX_TOLERANCE_MINUTES, readSettings, type Settings } from './settings';

const MINUTE_MS = 60_000;
const EMPTY_BODY = new Uint8Array();

/**
 * Handles one request, from Customer.io or from anybody who knows the URL.
 *
 * After a 4xx or 5xx response Customer.io pauses all events of the webhook for an hour. So only
 * requests with an invalid signature, or without an event, get one. If the credential cannot be
 * read, n8n responds with 500 and records the error: the event cannot be verified, and a 200 would
 * lose it, while after a 500 Customer.io keeps it and retries for seven days.
 */
export async function receive(context: IWebhookFunctions): Promise<IWebhookResponseData> {
	// n8n copies the node with each call.
	const node = context.getNode();
	const settings = readSettings(context, node);
	const signingKey = await signingKeyOf(context);
	const request = context.getRequestObject();
	// n8n sets none for a multipart body, which Customer.io never sends.
	const rawBody: Uint8Array = request.rawBody ?? EMPTY_BODY;

	const verified = signingKey !== '';
	// A key that has vanished since the registration must not turn the check off.
	if (!verified && (settings.requireSignature || storedRegistration(context).signed === true)) {
		return reject(context, 401);
	}
	const toleranceMs = toleranceOf(settings);
	if (verified && !verify(rawBody, request.headers, signingKey, Date.now(), toleranceMs).valid) {
		return reject(context, 401);
	}
	const event = decodeEvent(request);
	// An unsigned request that does not have an event's form probes the URL. A signed one is from
	// Customer.io, in a form that did not exist when this was written.
	if (event === undefined || (!verified && nameOf(event) === undefined)) {
		return reject(context, 400);
	}
	// The user asked for the sample; filters are for events of Customer.io.
	const isRequestedSample = context.getMode() === 'manual' && isSample(event);
	if (!isRequestedSample && !isWanted(event, settings, verified)) return ACCEPTED;
	if (isDuplicate(context, node, event, settings)) return ACCEPTED;
	const item =
		settings.options.rawOutput === true ? (event as IDataObject) : toItem(event, verified);
	return { workflowData: [[{ json: item }]] };
}

/** n8n responds with 200 and starts no run. */
const ACCEPTED: IWebhookResponseData = {};

function reject(context: IWebhookFunctions, status: 400 | 401): IWebhookResponseData {
	// Customer.io does not read the reason, and an attacker must not learn it.
	context.getResponseObject().status(status).json({});
	return { noWebhookResponse: true };
}

/**
 * Whether the event is chosen and passes the filters.
 *
 * @throws InputError if an expression gives no events; Customer.io then sends the event again
 */
function isWanted(event: ReportedEvent, settings: Settings, verified: boolean): boolean {
	if (settings.chosenEvents.length === 0) eventsToRegister(settings);
	return isChosenEvent(event, settings) && matches(event, settings.filters, verified);
}

/** Checked with automatic registration as well: somebody may replay a request to another workflow. */
function isChosenEvent(event: ReportedEvent, { automatic, chosenEvents }: Settings): boolean {
	const name = nameOf(event);
	if (name === undefined || isChosen(name, chosenEvents)) return true;
	// A webhook that the user adds may be subscribed to events that are not chosen here.
	return automatic && aliasesOf(event).some((alias) => isChosen(alias, chosenEvents));
}

function isDuplicate(
	context: IWebhookFunctions,
	node: INode,
	event: ReportedEvent,
	{ options }: Settings,
): boolean {
	const key = keyOf(event);
	// A test listener takes one event, and the active workflow gets the same event at its own URL.
	if (key === undefined || options.skipRepeats === false || context.getMode() === 'manual') {
		return false;
	}
	const saved: SavedEvents = context.getWorkflowStaticData('node');
	const recent = recentEventsOf(context.getWorkflow().id ?? '', node.id);
	// Unlike the system's clock, this one is never set forwards or back.
	const now = performance.now();
	if (recent.isDuplicate(key, saved, now)) return true;
	recent.add(key, context.getResponseObject(), saved, now);
	return false;
}

/** In milliseconds; Infinity for requests of any age. */
function toleranceOf({ options }: Settings): number {
	const { toleranceMinutes: entered } = options;
	const minutes = typeof entered === 'string' && entered.trim() !== '' ? Number(entered) : entered;
	// An invalid number must not turn the check off.
	if (typeof minutes !== 'number' || !Number.isFinite(minutes) || minutes < 0) return TOLERANCE_MS;
	return minutes === 0 ? Infinity : Math.min(minutes, MAX_TOLERANCE_MINUTES) * MINUTE_MS;
}
