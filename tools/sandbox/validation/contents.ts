/** Rules about what values contain, for keys that mean the same in every operation. */
import { isObject } from '../types.ts';
import type { Problem } from './problems.ts';
import { quote } from './problems.ts';

/** Of the ID of a person or an object: documented for Track, which feeds the same workspace. */
const MAX_ID_BYTES = 150;

/** A message would have them twice. Customer.io says that reserved names exist, but lists none. */
const RESERVED_HEADERS = new Set([
	'bcc',
	'cc',
	'content-transfer-encoding',
	'content-type',
	'date',
	'dkim-signature',
	'from',
	'message-id',
	'mime-version',
	'received',
	'reply-to',
	'return-path',
	'sender',
	'subject',
	'to',
]);

/** The headers of a webhook are not those of an email. */
const NONE: ReadonlySet<string> = new Set();

/** E.164, the form that Customer.io documents for phone numbers. */
const PHONE = /^\+[1-9]\d{1,14}$/;

/** What is wrong with the ID of a person, an object or a call. */
export function checkId(id: unknown, at: string): Problem[] {
	if (typeof id !== 'string') return [];
	const bytes = Buffer.byteLength(id);
	return bytes > MAX_ID_BYTES
		? [{ at, message: `is ${bytes} bytes, at most ${MAX_ID_BYTES} are allowed` }]
		: [];
}

/** What is wrong with an identifier of the given type, such as `email`. */
export function checkIdentifier(type: string, value: unknown, at: string): Problem[] {
	if (typeof value !== 'string') return [];
	if (type === 'email' && !value.includes('@'))
		return [{ at, message: `${quote(value)} is not an email address` }];
	if (type === 'phone' && !PHONE.test(value))
		return [{ at, message: `${quote(value)} is not a phone number in the form +15551234567` }];
	return checkId(value, at);
}

/** Checks the identifiers, headers and attachments in the body of an App API request. */
export function checkContents(body: unknown, at = 'body'): Problem[] {
	if (!isObject(body)) return [];
	return Object.entries(body).flatMap(([name, value]) => {
		const inner = `${at}.${name}`;
		switch (name) {
			case 'identifiers':
				return isObject(value)
					? Object.entries(value).flatMap(([type, id]) =>
							checkIdentifier(type, id, `${inner}.${type}`),
						)
					: [];
			case 'ids':
				return Array.isArray(value)
					? value.flatMap((id, index) => checkId(id, `${inner}[${index}]`))
					: [];
			case 'headers':
				return checkHeaders(value, inner, 'url' in body ? NONE : RESERVED_HEADERS);
			case 'attachments':
				return checkAttachments(value, inner);
			case 'envelope':
				return checkContents(value, inner);
			default:
				return [];
		}
	});
}

/**
 * @param headers a map, a list of `{ name, value }`, or that list as JSON text
 * @param reserved names in lower case that are not allowed
 */
function checkHeaders(headers: unknown, at: string, reserved: ReadonlySet<string>): Problem[] {
	return headerEntries(headers).flatMap(([name, value]) => {
		const header = `${at}.${name}`;
		if (!/^[!-9;-~]+$/.test(name))
			return [{ at: header, message: 'must have a name in ASCII without spaces and colons' }];
		if (reserved.has(name.toLowerCase())) return [{ at: header, message: 'is a reserved name' }];
		if (!/^[\t -~]*$/.test(value))
			return [{ at: header, message: 'must have a value in ASCII without line breaks' }];
		return [];
	});
}

function headerEntries(headers: unknown): Array<[name: string, value: string]> {
	if (typeof headers === 'string') return headerEntries(parsed(headers));
	if (Array.isArray(headers))
		return headers
			.filter(isObject)
			.map(({ name, value }) => [String(name ?? ''), String(value ?? '')]);
	return isObject(headers)
		? Object.entries(headers).map(([name, value]) => [name, String(value)])
		: [];
}

function parsed(text: string): unknown {
	try {
		return JSON.parse(text);
	} catch {
		return undefined;
	}
}

/** Documented as a map of file names with their extensions. */
function checkAttachments(attachments: unknown, at: string): Problem[] {
	if (!isObject(attachments)) return [];
	return Object.keys(attachments)
		.filter((name) => !/^[^\r\n]*[^\s.][^\r\n]*\.\w+$/.test(name))
		.map((name) => ({
			at: `${at}.${name}`,
			message: `${quote(name)} is not a file name with an extension`,
		}));
}
