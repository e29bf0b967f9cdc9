import type { BatchFormat, PreparedItem } from '../../shared/batching/batchFormat';
import { warningsOf } from '../../shared/batching/callHints';
import { CallFieldNames } from '../../shared/batching/callFieldNames';
import { callOptions } from '../../shared/batching/callOptions';
import { asCall, serializeCall } from '../../shared/batching/serializeCall';
import { buildRequest } from '../../shared/request/buildRequest';
import type { ItemInput } from '../../shared/schema/itemInput';
import type { Operation } from '../../shared/schema/operation';
import { asObject, type Json, type JsonObject } from '../../shared/utils/json';
import { InputError } from '../../shared/utils/errors';
import { ulidOf } from './eventId';
import { orderingKeysOf } from './orderingKeys';
import { readBatchErrors } from './readBatchErrors';
import { readEntity } from './readEntity';
import type { TrackCall } from './trackCall';

const BATCH_PATH = '/api/v2/batch';

/** Maximum size of a call: the documented "32KB". */
const MAX_CALL_BYTES = 32_768;

/** Actions that Customer.io recognises as sent before by their ID, and only by that. */
const EVENT_ACTIONS: readonly Json[] = ['event', 'page', 'screen'];

/**
 * How version 2 of the Track API takes calls.
 *
 * @see https://docs.customer.io/integrations/api/track/#operation/batch
 */
export const entityFormat: BatchFormat<TrackCall> = {
	layout: {
		opening: '{"batch":[',
		closing: ']}',
		// Customer.io documents "500 KB": 500,000 is right whether a KB is 1000 or 1024 bytes.
		maxBytes: 500_000,
	},
	batchPath: () => BATCH_PATH,
	singlePath: () => '/api/v2/entity',
	singleBody: ({ text }) => text,
	headers: () => ({}),
	// Customer.io does not say that a person who is created in a batch exists for a merge in it.
	canBatch: (a, b) => a.isMerge === b.isMerge,
	overwrites: ({ overwrites }) => overwrites,
	isIdempotent: ({ idempotent }) => idempotent,
	prepareItem,
	readFailures: (body, calls) => readBatchErrors(body, calls.length),
	idName: 'Event ID',
};

async function prepareItem(
	operation: Operation,
	input: ItemInput,
	itemIndex: number,
	idOf: (position: number) => string,
): Promise<PreparedItem<TrackCall>> {
	const { path, body, options } = await buildRequest(operation, input);
	const { limits, includeInput } = callOptions(options);
	const names = new CallFieldNames(operation);
	const content = asCall(body, names.whole());
	const isBatch = path === BATCH_PATH;
	const entries = !isBatch ? [content] : Array.isArray(content.batch) ? content.batch : [];
	if (entries.length === 0) {
		throw new InputError(
			names.of('batch'),
			'must hold at least one call',
			'Exclude items without calls.',
		);
	}
	const eventIds: string[] = [];
	let subject: JsonObject = {};
	const calls = entries.map((entry, position): TrackCall => {
		const entryNames = isBatch ? names.entry('batch', position) : names;
		const call = readEntity(asCall(entry, entryNames.whole()), entryNames, input);
		const isEvent = call.type === 'person' && EVENT_ACTIONS.includes(call.action ?? null);
		const enteredId = isEvent && typeof call.id === 'string' ? call.id : undefined;
		if (isEvent) {
			call.id = enteredId ?? ulidOf(idOf(position));
			eventIds.push(call.id);
		}
		if (!isBatch) subject = subjectOf(call);
		const attributes = asObject(call.attributes);
		const isIdentify = call.type === 'person' && call.action === 'identify';
		return {
			...serializeCall(call, { names: entryNames, maxBytes: MAX_CALL_BYTES }),
			itemIndex,
			position,
			orderingKeys: orderingKeysOf(call),
			limits,
			batchPath: BATCH_PATH,
			idempotent: call.type !== 'delivery',
			isMerge: call.action === 'merge',
			overwrites: !isEvent && call.type !== 'delivery',
			enteredId,
			warnings: [
				...warningsOf(attributes, enteredId),
				...(isIdentify && attributes?.cio_id !== undefined ? (['idAmongAttributes'] as const) : []),
			],
		};
	});
	const [eventId] = eventIds;
	const result = eventId === undefined ? {} : isBatch ? { eventIds } : { eventId };
	return { calls, isBatch, includeInput, result, subject };
}

/** The identifiers of whom or what a call is about: of both people for a merge. */
function subjectOf({ identifiers, primary, secondary }: JsonObject): JsonObject {
	if (primary === undefined || secondary === undefined) return { ...asObject(identifiers) };
	return { primary, secondary };
}
