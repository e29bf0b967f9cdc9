/** Compares a recorded request with the API spec and with the values that were entered. */
import type { Operation } from '../../tools/sandbox/spec.ts';
import { isObject, type JsonObject, type RecordedRequest } from '../../tools/sandbox/types.ts';
import { checkParameters } from '../../tools/sandbox/validation/request.ts';
import { SENT_BY_DEFAULT } from './exceptions.ts';
import { isEqual } from './isEqual.ts';
import type { Subject } from './nodeInputs.ts';
import type { SpecField } from './specFields.ts';
import type { Entered } from './propertyValues.ts';

/** Returns the problems of a request that the node sent. */
export function checkRequest(
	{ key, operation }: Subject,
	request: RecordedRequest,
	entered: readonly Entered[],
	appKey: string,
): string[] {
	const problems: string[] = [];
	const params = pathValues(operation, request.path);
	if (request.operation !== key) problems.push(`meets the route of ${request.operation ?? 'none'}`);
	if (request.method !== operation.method) problems.push(`is a ${request.method}`);
	if (params === undefined) {
		problems.push(`path ${request.path} does not fit ${operation.path}`);
	} else {
		for (const { at, message } of checkParameters(
			operation,
			params,
			request.query,
			request.headers,
		)) {
			problems.push(`${at} ${message}`);
		}
	}
	problems.push(...checkHeaders(operation, request, appKey));
	problems.push(...entered.flatMap((entry) => checkArrival(entry, entered, request, params ?? {})));
	return problems;
}

/** Returns the decoded path parameters; undefined if the path has another form or a segment is not encoded. */
export function pathValues(
	{ path }: Operation,
	actual: string,
): Record<string, string> | undefined {
	const segments = path.split('/');
	const parts = actual.split('/');
	if (segments.length !== parts.length) return undefined;
	const values: Record<string, string> = {};
	for (const [index, part] of parts.entries()) {
		const name = /^\{(.+)\}$/.exec(segments[index] ?? '')?.[1];
		if (name === undefined && part !== segments[index]) return undefined;
		// Some servers read a plus as a space.
		if (!/^(?:[\w.~!$&'()*,;=:@-]|%[0-9A-F]{2})*$/i.test(part)) return undefined;
		if (name !== undefined) values[name] = decodeURIComponent(part);
	}
	return values;
}

function checkHeaders(
	{ body, parameters }: Operation,
	{ headers, bodyText }: RecordedRequest,
	appKey: string,
): string[] {
	const problems: string[] = [];
	if (headers.authorization !== `Bearer ${appKey}`) {
		problems.push(`authorization is ${headers.authorization ?? 'missing'}`);
	}
	const type = headers['content-type']?.split(';')[0];
	const expectedType =
		bodyText === ''
			? undefined
			: body?.type === 'multipart'
				? 'multipart/form-data'
				: 'application/json';
	if (type !== expectedType) problems.push(`content-type is ${type ?? 'missing'}`);
	const parameterNames = new Set(
		parameters
			.filter((parameter) => parameter.in === 'header')
			.map(({ name }) => name.toLowerCase()),
	);
	for (const name of Object.keys(headers)) {
		if (name.startsWith('x-') && !parameterNames.has(name))
			problems.push(`header ${name} is not known`);
	}
	return problems;
}

/** Checks that an entered value arrived where the API spec has its field. */
function checkArrival(
	{ place, path, value }: Entered,
	allEntered: readonly Entered[],
	request: RecordedRequest,
	params: Record<string, string>,
): string[] {
	// Another property may have set a part of an object that was entered as JSON.
	const isOverlaid = allEntered.some(
		(other) => other.path.length > path.length && isBelow(other.path, path),
	);
	if (isOverlaid || (place === 'body' && path.includes('[]'))) return [];
	const name = path.join('.');
	const actual =
		place === 'path'
			? params[name]
			: place === 'query'
				? request.query[name]
				: valueAt(bodyOf(request), path);
	if (isSame(actual, value, place)) return [];
	const comparison = `${JSON.stringify(value)}, but ${JSON.stringify(actual)} arrived`;
	return [`${place} ${name}: entered ${comparison}`];
}

function isSame(actual: unknown, expected: unknown, place: Entered['place']): boolean {
	if (place !== 'body') {
		// Customer.io's own IDs get a prefix.
		return actual === String(expected) || actual === `cio_${String(expected)}`;
	}
	if (isEqual(actual, expected) || String(actual) === String(expected)) return true;
	if (actual === `cio_${String(expected)}`) return true;
	if (Array.isArray(expected) && Array.isArray(actual)) {
		return (
			expected.length === actual.length &&
			expected.every((entry, index) => isSame(actual[index], entry, place))
		);
	}
	if (isObject(expected) && isObject(actual)) {
		const names = Object.keys(expected);
		return (
			names.length === Object.keys(actual).length &&
			names.every((name) => isSame(actual[name], expected[name], place))
		);
	}
	// Numbers as digits and JSON as text: the types are checked separately.
	if (typeof actual !== 'string') return false;
	return actual === JSON.stringify(expected) || actual === String(expected);
}

function isBelow(path: readonly string[], top: readonly string[]): boolean {
	return top.every((name, index) => path[index] === name);
}

/** Returns the body as one value; for a form, its fields and files. */
export function bodyOf({ body }: RecordedRequest): unknown {
	if (!isObject(body) || !isObject(body.files)) return body;
	return { ...(body.fields as JsonObject), ...body.files };
}

function valueAt(from: unknown, path: readonly string[]): unknown {
	let value = from;
	for (const name of path) value = isObject(value) ? value[name] : undefined;
	return value;
}

/** Returns the fields that were sent although they were neither required nor entered. */
export function sentUnasked(
	{ key, fields }: Subject,
	request: RecordedRequest,
	entered: readonly Entered[],
): string[] {
	const enteredPaths = new Set(entered.map(({ place, path }) => `${place} ${path.join('.')}`));
	const isSent = ({ place, path }: SpecField): boolean =>
		place === 'query'
			? path.join('.') in request.query
			: place === 'header'
				? path.join('.').toLowerCase() in request.headers
				: valueAt(bodyOf(request), path) !== undefined;
	const unasked = fields.filter(
		(field) =>
			field.place !== 'path' &&
			!field.path.includes('[]') &&
			isSent(field) &&
			!isEntered(field, enteredPaths),
	);
	const names = unasked
		.filter(({ required, path, field }) => {
			if (field.origin !== undefined) return true;
			const name = path.join('.');
			return !required && !(name in SENT_BY_DEFAULT) && !(`${key} ${name}` in SENT_BY_DEFAULT);
		})
		.map(({ place, path, field }) =>
			[`${place} ${path.join('.')}`, field.origin && `(doubtful: ${field.origin})`]
				.filter(Boolean)
				.join(' '),
		);
	return [...new Set(names)];
}

/** Whether the field itself, a field inside it or a field around it was entered. */
function isEntered({ place, path }: SpecField, enteredPaths: ReadonlySet<string>): boolean {
	const fieldPath = `${place} ${path.join('.')}`;
	return [...enteredPaths].some(
		(enteredPath) =>
			enteredPath === fieldPath ||
			enteredPath.startsWith(`${fieldPath}.`) ||
			fieldPath.startsWith(`${enteredPath}.`),
	);
}
