/** A recorded request against the ledger and against what was entered. */
import type { Operation } from '../../tools/sandbox/spec.ts';
import { isObject, type JsonObject, type RecordedRequest } from '../../tools/sandbox/types.ts';
import { checkParameters } from '../../tools/sandbox/validation/request.ts';
import { SENT_BY_DEFAULT } from './exceptions.ts';
import { isEqual } from './equal.ts';
import type { Subject } from './inputs.ts';
import type { LedgerField } from './specFields.ts';
import type { Entered } from './propertyValues.ts';

/** What is wrong with a request that the node sent. */
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
	problems.push(...entered.flatMap((one) => checkArrival(one, entered, request, params ?? {})));
	return problems;
}

/** The decoded values of a path's parameters; nothing if it has another form or a part is not encoded. */
export function pathValues(
	{ path }: Operation,
	actual: string,
): Record<string, string> | undefined {
	const wanted = path.split('/');
	const parts = actual.split('/');
	if (wanted.length !== parts.length) return undefined;
	const values: Record<string, string> = {};
	for (const [index, part] of parts.entries()) {
		const name = /^\{(.+)\}$/.exec(wanted[index] ?? '')?.[1];
		if (name === undefined && part !== wanted[index]) return undefined;
		// A plus is read as a space by some servers.
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
	const wanted =
		bodyText === ''
			? undefined
			: body?.type === 'multipart'
				? 'multipart/form-data'
				: 'application/json';
	if (type !== wanted) problems.push(`content-type is ${type ?? 'missing'}`);
	const known = new Set(
		parameters.filter((one) => one.in === 'header').map(({ name }) => name.toLowerCase()),
	);
	for (const name of Object.keys(headers)) {
		if (name.startsWith('x-') && !known.has(name)) problems.push(`header ${name} is not known`);
	}
	return problems;
}

/** Whether an entered value stands where the ledger has its field. */
function checkArrival(
	{ place, path, value }: Entered,
	all: readonly Entered[],
	request: RecordedRequest,
	params: Record<string, string>,
): string[] {
	// Another row may have set a part of an object that was entered as JSON.
	const isOverlaid = all.some((one) => one.path.length > path.length && isBelow(one.path, path));
	if (isOverlaid || (place === 'body' && path.includes('[]'))) return [];
	const name = path.join('.');
	const actual =
		place === 'path'
			? params[name]
			: place === 'query'
				? request.query[name]
				: valueAt(bodyOf(request), path);
	if (isSame(actual, value, place)) return [];
	const shown = `${JSON.stringify(value)}, but ${JSON.stringify(actual)} arrived`;
	return [`${place} ${name}: entered ${shown}`];
}

function isSame(actual: unknown, wanted: unknown, place: Entered['place']): boolean {
	if (place !== 'body') {
		// Customer.io's own IDs get a prefix.
		return actual === String(wanted) || actual === `cio_${String(wanted)}`;
	}
	if (isEqual(actual, wanted) || String(actual) === String(wanted)) return true;
	if (actual === `cio_${String(wanted)}`) return true;
	if (Array.isArray(wanted) && Array.isArray(actual)) {
		return (
			wanted.length === actual.length &&
			wanted.every((one, index) => isSame(actual[index], one, place))
		);
	}
	if (isObject(wanted) && isObject(actual)) {
		const names = Object.keys(wanted);
		return (
			names.length === Object.keys(actual).length &&
			names.every((name) => isSame(actual[name], wanted[name], place))
		);
	}
	// Numbers as digits and JSON as text, where the ledger says so: its types are checked apart.
	if (typeof actual !== 'string') return false;
	return actual === JSON.stringify(wanted) || actual === String(wanted);
}

function isBelow(path: readonly string[], top: readonly string[]): boolean {
	return top.every((name, index) => path[index] === name);
}

/** The body as one value; of a form, its fields and files. */
export function bodyOf({ body }: RecordedRequest): unknown {
	if (!isObject(body) || !isObject(body.files)) return body;
	return { ...(body.fields as JsonObject), ...body.files };
}

function valueAt(from: unknown, path: readonly string[]): unknown {
	let value = from;
	for (const name of path) value = isObject(value) ? value[name] : undefined;
	return value;
}

/** What was sent although it was neither required nor entered. */
export function sentUnasked(
	{ key, fields }: Subject,
	request: RecordedRequest,
	entered: readonly Entered[],
): string[] {
	const asked = new Set(entered.map(({ place, path }) => `${place} ${path.join('.')}`));
	const isSent = ({ place, path }: LedgerField): boolean =>
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
			!isEntered(field, asked),
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

/** Itself, something in it, or all that it stands in. */
function isEntered({ place, path }: LedgerField, asked: ReadonlySet<string>): boolean {
	const own = `${place} ${path.join('.')}`;
	return [...asked].some(
		(one) => one === own || one.startsWith(`${own}.`) || own.startsWith(`${one}.`),
	);
}
