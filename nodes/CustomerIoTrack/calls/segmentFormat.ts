import type { BatchFormat, PreparedItem, RequestLimits } from '../../shared/batching/batchFormat';
import { CallFieldNames } from '../../shared/batching/callFieldNames';
import { callOptions } from '../../shared/batching/callOptions';
import { asCall } from '../../shared/batching/serializeCall';
import { buildRequest } from '../../shared/request/buildRequest';
import type { ItemInput } from '../../shared/schema/itemInput';
import type { Operation } from '../../shared/schema/operation';
import { utf8Bytes } from '../../shared/utils/bytes';
import { afterSuccess, InputError } from '../../shared/utils/errors';
import { pathAndQuery } from '../../shared/utils/url';
import { DEFAULT_CHECK_SECONDS } from '../fields/segment';
import { checkMembership, type Membership } from './membershipCheck';
import type { Segments } from './segments';
import type { TrackCall } from './trackCall';

const OPENING = '{"ids":[';
const CLOSING = ']}';

/** `/api/v1/segments/{segment_id}/add_customers`. */
const SEGMENT_IN_PATH = 4;

/** The call of one person. */
interface SegmentCall extends TrackCall {
	readonly membership: Membership | undefined;
}

/**
 * How the Track API takes the people of a segment: each call is one ID.
 *
 * @param segments what the App API says about them, where the node has its credential
 * @see https://docs.customer.io/integrations/api/track/#operation/add_to_segment
 */
export const segmentFormat = (segments: Segments): BatchFormat<SegmentCall> => ({
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
	prepareItem: async (operation, input, itemIndex) =>
		await prepareItem(segments, operation, input, itemIndex),
	readFailures: async (_, calls) => {
		const memberships = calls.map(({ membership }) => membership);
		const [first] = calls;
		if (first === undefined) return new Map();
		try {
			return await checkMembership(segments, memberships, first.limits);
		} catch (error) {
			throw afterSuccess(error);
		}
	},
	idName: '',
});

async function prepareItem(
	segments: Segments,
	operation: Operation,
	input: ItemInput,
	itemIndex: number,
): Promise<PreparedItem<SegmentCall>> {
	const { path, query, body, options } = await buildRequest(operation, input);
	const { limits, includeInput } = callOptions(options);
	const { ids: id } = asCall(body, new CallFieldNames(operation).whole());
	const idType = query.get('id_type') ?? 'id';
	const person = idType === 'cio_id' ? String(id).replace(/^cio_/, '') : id;
	const text = JSON.stringify(person);
	const segmentId = path.split('/')[SEGMENT_IN_PATH] ?? '';
	const isChecked = options.entered.check_membership === true;
	if (isChecked && !segments.isKnown) {
		throw new InputError(
			'Check Membership',
			'needs a Customer.io App API credential',
			'Choose one in the node, or turn this option off: the Track API cannot read segments.',
		);
	}
	if (segments.isKnown) await requireManual(segments, segmentId, limits);
	const waitSeconds = Number(options.entered.wait_seconds ?? DEFAULT_CHECK_SECONDS);
	const call: SegmentCall = {
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
		membership: !isChecked
			? undefined
			: {
					segmentId,
					idType,
					person: String(person),
					isAdded: path.endsWith('/add_customers'),
					waitMs: waitSeconds * 1000,
				},
	};
	const subject = { [idType]: String(person) };
	return { calls: [call], isBatch: false, includeInput, result: {}, subject };
}

/** @throws InputError if Customer.io itself decides who is in the segment */
async function requireManual(
	segments: Segments,
	segmentId: string,
	limits: RequestLimits,
): Promise<void> {
	const segment = await segments.get(segmentId, limits);
	if (segment?.type !== 'dynamic') return;
	throw new InputError(
		'Segment',
		`must be a manual segment, but "${segment.name}" is a data-driven one`,
		'Choose a manual segment. Who is in a data-driven one is decided by its conditions alone.',
	);
}
