import type { Body, Field, Operation } from '../spec.ts';
import { isObject } from '../types.ts';
import { ApiError } from '../errors.ts';
import { decodeOnce } from '../router.ts';
import type { Multipart } from './multipart.ts';
import type { Problem } from './problems.ts';
import { describe, pointerOf, quote } from './problems.ts';
import { checkFields, checkValue, checkVariants, isUuid } from './value.ts';

/**
 * Parses a raw query like an HTML form: a plus is a space, escapes are decoded once.
 * Throws 400 for a malformed escape and for a duplicate name.
 */
export function parseQuery(raw: string): Record<string, string> {
	const query: Record<string, string> = {};
	for (const part of raw.split('&')) {
		if (part === '') continue;
		const equals = part.indexOf('=');
		const [name, value] = (
			equals < 0 ? [part, ''] : [part.slice(0, equals), part.slice(equals + 1)]
		).map((text) => decodeOnce(text.replace(/\+/g, ' ')));
		if (name === undefined || value === undefined) continue;
		if (Object.hasOwn(query, name))
			throw new ApiError(400, `query parameter ${name} appears twice`);
		query[name] = value;
	}
	return query;
}

/** Checks a parameter, which is always text, as a value of the field's type. */
function checkText(text: string, field: Field, at: string): Problem[] {
	if (field.type === 'integer') {
		if (!/^-?\d{1,15}$/.test(text)) return [{ at, message: `${quote(text)} is not an integer` }];
		return checkValue(Number(text), field, at);
	}
	if (field.type === 'boolean')
		return text === 'true' || text === 'false'
			? []
			: [{ at, message: `${quote(text)} is neither true nor false` }];
	if (field.format === 'uuid')
		return isUuid(text) ? [] : [{ at, message: `${quote(text)} is not a UUID` }];
	// An address with an unencoded plus arrives with a space; the documented response is an empty list.
	return checkValue(text, { ...field, ...(field.format === 'email' ? { format: '' } : {}) }, at);
}

/** Checks path, query and header parameters against the operation. */
export function checkParameters(
	operation: Operation,
	params: Record<string, string>,
	query: Record<string, string>,
	headers: Record<string, string>,
): Problem[] {
	const problems: Problem[] = [];
	const sources = { path: params, query, header: headers };
	for (const field of operation.parameters) {
		const location = field.in ?? 'query';
		const name = location === 'header' ? field.name.toLowerCase() : field.name;
		const text = sources[location][name];
		const at = `${location} ${field.name}`;
		if (text !== undefined) problems.push(...checkText(text, field, at));
		else if (field.required) problems.push({ at, message: 'is required' });
	}
	const queryNames = new Set(
		operation.parameters.filter((p) => p.in === 'query').map((p) => p.name),
	);
	for (const name of Object.keys(query)) {
		if (!queryNames.has(name))
			problems.push({ at: `query ${name}`, message: 'is not a parameter of this operation' });
	}
	return problems;
}

function checkMultipart(body: Body, parts: Multipart): Problem[] {
	const problems: Problem[] = [];
	const fieldNames = new Map(body.fields.map((field) => [field.name, field]));
	for (const field of body.fields) {
		const file = parts.files[field.name];
		const text = parts.fields[field.name];
		const at = `body.${field.name}`;
		if (field.type === 'binary') {
			if (text !== undefined) problems.push({ at, message: 'must be a file part with a filename' });
			else if (!file && field.required) problems.push({ at, message: 'is required' });
			if (file && field.maxBytes !== undefined && file.data.length > field.maxBytes)
				problems.push({ at, message: `is ${file.data.length} bytes, at most ${field.maxBytes}` });
			const type = file?.contentType.split(';')[0]?.trim().toLowerCase();
			if (type !== undefined && field.contentTypes && !field.contentTypes.includes(type))
				problems.push({ at, message: `${type} is not one of ${field.contentTypes.join(', ')}` });
		} else if (file) {
			problems.push({ at, message: 'must be a text part' });
		} else if (text !== undefined) {
			problems.push(...checkText(text, field, at));
		} else if (field.required) {
			problems.push({ at, message: 'is required' });
		}
	}
	for (const name of [...Object.keys(parts.fields), ...Object.keys(parts.files)]) {
		if (!fieldNames.has(name))
			problems.push({ at: `body.${name}`, message: 'is not a field of this operation' });
	}
	return problems;
}

/** The decoded request body. */
export type ReceivedBody =
	| { kind: 'none' }
	| { kind: 'json'; value: unknown; bytes: number }
	| { kind: 'multipart'; parts: Multipart };

/**
 * Size of an email's attachments. They have a separate limit (2 MB), which could never be reached
 * if they counted towards the limit of the body (1 MB).
 */
function attachmentBytes(value: unknown): number {
	const attachments = isObject(value) ? value.attachments : undefined;
	return attachments === undefined ? 0 : Buffer.byteLength(JSON.stringify(attachments));
}

/** Checks the body against the operation. Throws 400 for a missing, unexpected or oversized body. */
export function checkBody(operation: Operation, received: ReceivedBody): Problem[] {
	const body = operation.body;
	if (!body) {
		const empty =
			received.kind === 'none' ||
			(received.kind === 'json' &&
				isObject(received.value) &&
				Object.keys(received.value).length === 0);
		if (!empty) throw new ApiError(400, 'this operation takes no request body');
		return [];
	}
	if (received.kind === 'none') {
		if (body.required) throw new ApiError(400, 'a request body is required');
		return [];
	}
	if (body.type === 'multipart') {
		if (received.kind !== 'multipart')
			throw new ApiError(400, 'the body must be multipart/form-data');
		return checkMultipart(body, received.parts);
	}
	if (received.kind !== 'json') throw new ApiError(400, 'the body must be JSON');
	const bytes = received.bytes - attachmentBytes(received.value);
	if (body.maxBytes !== undefined && bytes > body.maxBytes)
		throw new ApiError(400, `the body is ${bytes} bytes, at most ${body.maxBytes}`);
	return checkJson(body, received.value);
}

function checkJson(body: Body, value: unknown): Problem[] {
	if (body.rawArray)
		return checkValue(value, { name: '', type: 'array', items: 'object', freeform: true }, 'body');
	if (!isObject(value)) return [{ at: 'body', message: `must be an object, got ${quote(value)}` }];
	if (body.minProperties !== undefined && Object.keys(value).length < body.minProperties)
		return [{ at: 'body', message: `must have at least ${body.minProperties} field` }];
	return body.oneOf
		? checkVariants(value, body.oneOf, 'body', {}, body.freeform, body.discriminator)
		: checkFields(value, body.fields, 'body', {}, body.freeform);
}

/**
 * The error response for a list of problems. The status is 400 if the operation documents it. It is
 * 422 if only that is documented, and for the data index operations, whose 422 names the field.
 */
export function rejection(operation: Operation, problems: Problem[]): ApiError {
	const first = problems[0] ?? { at: 'request', message: 'is not valid' };
	const documents = (status: string): boolean =>
		operation.responses.some((line) => line.startsWith(status));
	const unprocessable =
		first.at.startsWith('body') &&
		documents('422') &&
		(!documents('400') || operation.path.startsWith('/v1/data_index/'));
	return new ApiError(
		unprocessable ? 422 : 400,
		problems.slice(0, 5).map(describe).join('; '),
		pointerOf(first),
	);
}
