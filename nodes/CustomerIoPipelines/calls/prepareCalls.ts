import type {
	Call,
	CallWarning,
	PreparedItem,
	RequestLimits,
} from '../../shared/batching/batchFormat';
import { warningsOf } from '../../shared/batching/callHints';
import { CallFieldNames } from '../../shared/batching/callFieldNames';
import { callOptions } from '../../shared/batching/callOptions';
import { CallRules } from '../../shared/batching/callRules';
import { asCall, serializeCall } from '../../shared/batching/serializeCall';
import { buildRequest } from '../../shared/request/buildRequest';
import type { ItemInput } from '../../shared/schema/itemInput';
import type { Operation } from '../../shared/schema/operation';
import { string } from '../../shared/schema/fieldBuilders';
import { InputError } from '../../shared/utils/errors';
import { asObject, type Json, type JsonObject } from '../../shared/utils/json';
import { CALL_TYPES, isCallType, type CallType } from '../fields/callTypes';
import { commands } from '../resources/commands';
import { orderingKeysOf } from './orderingKeys';
import { identityProblem } from './requiredIdentifiers';
import { subjectOf } from './subject';

/** Maximum size of a call: the documented "32KB" as Customer.io's own libraries count it. */
export const MAX_CALL_BYTES = 32_768;

export interface PipelinesCall extends Call {
	readonly type: CallType;
	readonly messageId: string;
	/** Customer.io rejects what it cannot use, instead of dropping it silently. */
	readonly strict: boolean;
	/** The call replaces what an earlier one wrote. */
	readonly overwrites: boolean;
}

/** What the calls of an item have in common. */
interface CommonOptions {
	readonly input: ItemInput;
	readonly itemIndex: number;
	readonly strict: boolean;
	readonly limits: RequestLimits;
	/** The message ID of the call at a position, unless the user entered one. */
	idOf(position: number): string;
}

/**
 * Reads the calls of one item and writes each as JSON, once.
 *
 * Each call gets its `messageId` here, so that it keeps it when it is retried, when its batch is split
 * and when n8n runs the node again.
 *
 * @param idOf the message ID of the call at a position of the item, unless the user entered one
 * @throws InputError if one of the calls cannot be sent; then none of them is
 */
export async function prepareItem(
	operation: Operation,
	input: ItemInput,
	itemIndex: number,
	idOf: (position: number) => string,
): Promise<PreparedItem<PipelinesCall>> {
	const { path, body, options } = await buildRequest(operation, input);
	const { limits, includeInput } = callOptions(options);
	const strict = options.entered.strict_mode !== false;
	const common: CommonOptions = { input, itemIndex, strict, limits, idOf };
	const names = new CallFieldNames(operation);
	const type = path.slice('/v1/'.length);
	const content = asCall(body, names.whole());

	if (type !== 'batch') {
		if (content.type !== undefined && content.type !== type) {
			throw new InputError(
				names.whole(),
				`has the type ${JSON.stringify(content.type)}, but ${names.of('type')} is "${type}"`,
				`Choose the same type, or leave it out of the JSON.`,
			);
		}
		const { call, subject } = prepareCall(type, content, 0, common, names);
		const { messageId } = call;
		return { calls: [call], isBatch: false, includeInput, result: { messageId }, subject };
	}

	const batch = Array.isArray(content.batch) ? content.batch : [];
	if (batch.length === 0) {
		throw new InputError(
			names.of('batch'),
			'must hold at least one call',
			'Exclude items without calls.',
		);
	}
	const calls = batch.map((entry, position) => {
		const entryNames = names.entry('batch', position);
		const call = asCall(entry, entryNames.whole());
		return prepareCall(call.type, call, position, common, entryNames).call;
	});
	const messageIds = calls.map(({ messageId }) => messageId);
	return { calls, isBatch: true, includeInput, result: { messageIds }, subject: {} };
}

/** The JSON of a call that is sent alone. Its endpoint says the type, which the text starts with. */
export function singleBody({ text, type }: PipelinesCall): string {
	return `{${text.slice(openingOf(type).length)}`;
}

function openingOf(type: CallType): string {
	return `{"type":"${type}",`;
}

function prepareCall(
	type: Json | undefined,
	content: JsonObject,
	position: number,
	{ input, itemIndex, strict, limits, idOf }: CommonOptions,
	names: CallFieldNames,
): { call: PipelinesCall; subject: JsonObject } {
	if (!isCallType(type)) {
		throw new InputError(
			names.of('type'),
			`must be one of ${CALL_TYPES.join(', ')}, but is ${JSON.stringify(type) ?? 'missing'}`,
			'Give each call the type that says what it does.',
		);
	}
	const { messageId: enteredId, ...body } = CALL_RULES.apply(content, names, input);
	delete body.type;
	const problem = identityProblem(type, body);
	if (problem !== undefined) {
		throw new InputError(
			names.whole(),
			problem,
			'Check what the expression returns for this item.',
		);
	}
	const messageId = typeof enteredId === 'string' ? enteredId : idOf(position);
	const opening = openingOf(type);
	const { text, bytes } = serializeCall(
		{ ...body, messageId },
		{ names, maxBytes: MAX_CALL_BYTES, opening },
	);
	const orderingKeys = orderingKeysOf(body);
	const call: PipelinesCall = {
		text,
		bytes,
		itemIndex,
		position,
		type,
		messageId,
		strict,
		orderingKeys,
		limits,
		overwrites: !EVENT_TYPES.has(type) || commands.has(String(body.event)),
		enteredId: messageId === enteredId ? messageId : undefined,
		warnings: pipelinesWarnings(type, body, strict, messageId),
	};
	return { call, subject: subjectOf(body) };
}

/** Types that add an event, unless it is a command. */
const EVENT_TYPES: ReadonlySet<CallType> = new Set(['track', 'page', 'screen']);

/** Attributes of objects, and properties of events, that Customer.io reads where they are documented. */
const RESERVED_TRAITS = ['cio_object_id', 'object_id', 'objectId', 'relationship', '_relationship'];
const RESERVED_PROPERTIES = ['recipient', 'from_address', 'reply_to'];

function pipelinesWarnings(
	type: CallType,
	{ traits, properties, event }: JsonObject,
	strict: boolean,
	messageId: string,
): CallWarning[] {
	const attributes = asObject(traits);
	const has = (object: JsonObject | undefined, names: readonly string[]) =>
		object !== undefined && names.some((name) => Object.hasOwn(object, name));
	const warnings = warningsOf(attributes, messageId);
	if (!strict) warnings.push('notStrict');
	if (type === 'identify' && has(attributes, ['id', 'cio_id'])) warnings.push('idAmongAttributes');
	const isReserved =
		(type === 'group' && has(attributes, RESERVED_TRAITS)) ||
		(type === 'track' &&
			!commands.has(String(event)) &&
			has(asObject(properties), RESERVED_PROPERTIES));
	if (isReserved) warnings.push('reservedKeys');
	return warnings;
}

/** The fields whose rules hold in calls that are given as JSON, too. */
const CALL_RULES = new CallRules([
	...['userId', 'anonymousId', 'groupId', 'previousId', 'messageId', 'event'].map((name) =>
		string(name, '', { identifies: true }),
	),
	string('email', '', { bodyPath: 'traits', format: 'email' }),
]);
