import type { BatchFormat, PreparedItem } from '../../shared/batching/batchFormat';
import { CallFieldNames } from '../../shared/batching/callFieldNames';
import { asCall } from '../../shared/batching/serializeCall';
import { buildRequest } from '../../shared/request/buildRequest';
import type { ItemInput } from '../../shared/schema/itemInput';
import type { Operation } from '../../shared/schema/operation';
import { utf8Bytes } from '../../shared/utils/bytes';
import { pathAndQuery } from '../../shared/utils/url';
import { callOptions, type TrackCall } from './trackCall';

const OPENING = '{"ids":[';
const CLOSING = ']}';

/**
 * How the Track API takes the people of a segment: each call is one ID.
 *
 * @see https://docs.customer.io/integrations/api/track/#operation/add_to_segment
 */
export const segmentFormat: BatchFormat<TrackCall> = {
	layout: { opening: OPENING, closing: CLOSING, maxBytes: 500_000, maxCalls: 1000 },
	groupOf: ({ batchPath }) => batchPath,
	batchPath: ({ batchPath }) => batchPath,
	singlePath: ({ batchPath }) => batchPath,
	singleBody: ({ text }) => OPENING + text + CLOSING,
	headers: () => ({}),
	canBatch: () => true,
	overwrites: () => false,
	isIdempotent: () => true,
	// An ID that Customer.io cannot use is left out silently.
	rejectsWhole: true,
	prepareItem,
	idName: '',
};

async function prepareItem(
	operation: Operation,
	input: ItemInput,
	itemIndex: number,
): Promise<PreparedItem<TrackCall>> {
	const { path, query, body, options } = await buildRequest(operation, input);
	const { limits, includeInput } = callOptions(options);
	const { ids: id } = asCall(body, new CallFieldNames(operation).whole());
	const isCioId = query.get('id_type') === 'cio_id';
	const text = JSON.stringify(isCioId ? String(id).replace(/^cio_/, '') : id);
	const call: TrackCall = {
		text,
		bytes: utf8Bytes(text),
		itemIndex,
		position: 0,
		// All calls of a run do the same, so their order does not matter.
		orderingKeys: { kind: 'segment', keys: [] },
		limits,
		batchPath: pathAndQuery(path, [...query]),
		idempotent: true,
		isMerge: false,
		overwrites: false,
		enteredId: undefined,
		warnings: [],
	};
	return { calls: [call], isBatch: false, includeInput, result: {} };
}
