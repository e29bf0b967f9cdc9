import { randomUUID } from 'node:crypto';

import { buildRequest } from '../request/buildRequest';
import { utf8Bytes } from '../utils/bytes';
import { InputError } from '../utils/errors';
import { isRounded } from '../utils/json';
import type { ItemInput } from '../schema/itemInput';
import type { BuiltRequest } from '../schema/request';
import type { Operation } from '../schema/operation';
import type { Json, JsonObject } from '../utils/json';
import { MAX_CALL_BYTES, type SerializedCall } from './batches';
import { identityProblem } from './requiredIdentifiers';
import { isCallType, CALL_TYPES, type CallType } from '../../CustomerIoPipelines/fields/callTypes';
import { orderingKeysOf, type OrderingKeys } from './orderingKeys';

/** A call that is ready to be sent, alone or in a batch. Its body is kept as text only. */
export interface Call extends SerializedCall {
	readonly itemIndex: number;
	/** Among the calls of its item, from 0: a `messageId` may be given to several of them. */
	readonly position: number;
	readonly type: CallType;
	readonly messageId: string;
	readonly orderingKeys: OrderingKeys;
	readonly sending: Sending;
}

/** What the options say of how a call is sent. */
interface Sending {
	/** Customer.io refuses what it cannot use, instead of dropping it in silence. */
	readonly strict: boolean;
	readonly maxWaitMs: number;
	readonly timeoutMs: number;
	readonly requestsPerSecond: number | undefined;
}

/** Whether two calls may be sent in one request: the options of their items say the same. */
export function haveSameOptions({ sending: a }: Call, { sending: b }: Call): boolean {
	return (
		a.strict === b.strict &&
		a.maxWaitMs === b.maxWaitMs &&
		a.timeoutMs === b.timeoutMs &&
		a.requestsPerSecond === b.requestsPerSecond
	);
}

/** What one item wants to be sent. */
export interface PreparedItem {
	readonly calls: readonly Call[];
	/** The item gave an array of calls, so its result speaks of several. */
	readonly isBatch: boolean;
	/** The result is added to the fields of the item. */
	readonly withInput: boolean;
}

/**
 * Reads the calls of one item and writes each as text, once.
 *
 * Every call gets its `messageId` here, before it is sent for the first time, so that it keeps it
 * when it is repeated or when its batch is split.
 *
 * @throws InputError if one of the calls cannot be sent; then none of them is
 */
export async function prepareItem(
	operation: Operation,
	input: ItemInput,
	itemIndex: number,
): Promise<PreparedItem> {
	const request = await buildRequest(operation, input);
	const names = new Names(operation);
	const withInput = request.options.entered.include_input_fields === true;
	const type = request.path.slice('/v1/'.length);
	if (type !== 'batch') {
		const call = asObject(request.body, names.whole());
		if (call.type !== undefined && call.type !== type) {
			throw new InputError(
				names.whole(),
				`has the type ${JSON.stringify(call.type)}, but ${names.of('type')} is "${type}"`,
				`Choose the same type, or leave it out of the JSON.`,
			);
		}
		const calls = [prepareCall(type, call, request, { itemIndex, position: 0 }, names)];
		return { calls, isBatch: false, withInput };
	}
	const { batch } = asObject(request.body, names.whole());
	const calls = Array.isArray(batch) ? batch : [];
	if (calls.length === 0) {
		throw new InputError(
			names.of('batch'),
			'must hold at least one call',
			'Leave out items without calls.',
		);
	}
	return {
		calls: calls.map((one, position) => {
			const place = names.entry('batch', position);
			const call = asObject(one, place.whole());
			return prepareCall(call.type, call, request, { itemIndex, position }, place);
		}),
		isBatch: true,
		withInput,
	};
}

/** The body of a call that is sent alone: its endpoint says the type, which the text starts with. */
export function singleBody({ text, type }: Call): string {
	return `{${text.slice(typeFirst(type).length)}`;
}

function typeFirst(type: CallType): string {
	return `{"type":"${type}",`;
}

function prepareCall(
	type: Json | undefined,
	body: JsonObject,
	{ options }: BuiltRequest,
	origin: Pick<Call, 'itemIndex' | 'position'>,
	names: Names,
): Call {
	if (!isCallType(type)) {
		throw new InputError(
			names.of('type'),
			`must be one of ${CALL_TYPES.join(', ')}, but is ${JSON.stringify(type) ?? 'missing'}`,
			'Give each call the type that says what it does.',
		);
	}
	const { type: _, messageId: given, ...rest } = withTextIds(body, names);
	const problem = identityProblem(type, rest);
	if (problem !== undefined) {
		throw new InputError(
			names.whole(),
			problem,
			'Check what the expression returns for this item.',
		);
	}
	const messageId = idOf(given) ?? randomUUID();
	// Put in front as text: JavaScript writes keys that are whole numbers before all others.
	const text = typeFirst(type) + write({ ...rest, messageId }, names).slice(1);
	const bytes = utf8Bytes(text);
	if (bytes > MAX_CALL_BYTES) throw tooLarge(rest, bytes, names);
	const { maxWaitMs, timeoutMs, requestsPerSecond } = options;
	const strict = options.entered.strict_mode !== false;
	const sending = { strict, maxWaitMs, timeoutMs, requestsPerSecond };
	return { text, bytes, ...origin, type, messageId, orderingKeys: orderingKeysOf(rest), sending };
}

/**
 * Customer.io wants IDs as text; databases give numbers.
 *
 * @throws InputError for a number that JavaScript has rounded: it would name somebody or something else
 */
function withTextIds(body: JsonObject, names: Names): JsonObject {
	const call = { ...body };
	for (const name of ['userId', 'anonymousId', 'groupId', 'previousId', 'messageId']) {
		const id = call[name];
		if (typeof id !== 'number') continue;
		if (isRounded(id)) {
			throw new InputError(
				names.of(name),
				`has as ${name} a number of more digits than are kept exactly (${id})`,
				'Give the ID as text, in quotation marks.',
			);
		}
		call[name] = String(id);
	}
	return call;
}

function idOf(given: Json | undefined): string | undefined {
	return typeof given === 'string' && given.trim() !== '' ? given : undefined;
}

function write(call: JsonObject, names: Names): string {
	const text = tryWrite(call);
	if (text !== undefined) return text;
	const [culprit] = Object.entries(call).find(([, value]) => tryWrite(value) === undefined) ?? [];
	throw new InputError(
		culprit === undefined ? names.whole() : names.of(culprit),
		'cannot be written as JSON, because it contains itself (circular) or a BigInt',
		'Pick the fields that you need in an expression, instead of a whole object.',
	);
}

/** JSON, or nothing if there is none for the value. */
function tryWrite(value: Json): string | undefined {
	try {
		return JSON.stringify(value);
	} catch {
		return undefined;
	}
}

function tooLarge(body: JsonObject, bytes: number, names: Names): InputError {
	const sizes = Object.entries(body).map(([name, value]) => ({
		name,
		bytes: utf8Bytes(JSON.stringify(value) ?? ''),
	}));
	const largest = sizes.reduce((most, one) => (one.bytes > most.bytes ? one : most), {
		name: '',
		bytes: 0,
	});
	return new InputError(
		names.of(largest.name),
		`must be smaller: the call has ${bytes} bytes as JSON, and Customer.io takes at most ${MAX_CALL_BYTES}`,
		'Leave out what Customer.io does not need, such as long texts, notes or histories.',
	);
}

function asObject(value: Json | undefined, shown: string): JsonObject {
	if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value;
	throw new InputError(shown, 'must be a JSON object: { … }', 'Enter a call as { … }.');
}

/** The parts of a call as the editor shows them. */
class Names {
	constructor(
		private readonly operation: Operation,
		private readonly position?: string,
	) {}

	/** The field that gives a part of the call, or the call itself where it was written as JSON. */
	of(part: string): string {
		const fields = this.operation.fields;
		const field =
			fields.find(({ name, bodyPath }) => name === part && bodyPath === undefined) ??
			fields.find(({ bodyPath }) => bodyPath?.split('.')[0] === part);
		if (this.position === undefined && field !== undefined) return field.displayName;
		return this.position === undefined ? this.whole() : `${this.position}, ${part}`;
	}

	/** The field that gives the whole call. */
	whole(): string {
		if (this.position !== undefined) return this.position;
		const json = this.operation.fields.find((field) => field.type === 'json' && field.required);
		return json === undefined ? 'Additional Body Fields (JSON)' : json.displayName;
	}

	entry(part: string, position: number): Names {
		return new Names(this.operation, `${this.of(part)}, call ${position + 1}`);
	}
}
