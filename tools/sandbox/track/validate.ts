import type { TrackAction, TrackSpec } from '../spec.ts';
import { isObject } from '../types.ts';
import type { JsonObject } from '../types.ts';
import type { Problem } from '../validation/problems.ts';
import { quote } from '../validation/problems.ts';
import { checkFields } from '../validation/value.ts';

const E164 = /^\+[1-9]\d{1,14}$/;
/** Keys of a v1 identify call that are no attributes. */
const IDENTIFY_KEYS = new Set(['_timestamp', '_update', 'cio_relationships']);

const bytesOf = (value: unknown): number =>
	Buffer.byteLength(typeof value === 'string' ? value : (JSON.stringify(value) ?? ''));

/** The types and actions that the v2 calls take. */
export function trackActions(spec: TrackSpec): TrackAction[] {
	const entity = spec.resources.find(({ resource }) => resource === 'entity');
	return (entity?.operations[0]?.body?.oneOf ?? []) as TrackAction[];
}

/** Checks the documented limits of attributes: their number, names and values. */
function checkAttributes(spec: TrackSpec, attributes: unknown, at: string): Problem[] {
	if (!isObject(attributes)) return [];
	const { attributesPerIdentify, attributeNameBytes, attributeValueBytes } = spec.limits;
	const entries = Object.entries(attributes).filter(([name]) => !IDENTIFY_KEYS.has(name));
	const problems: Problem[] = [];
	if (entries.length > attributesPerIdentify)
		problems.push({
			at,
			message: `cannot identify more than ${attributesPerIdentify} attributes in one request`,
		});
	for (const [name, value] of entries) {
		if (bytesOf(name) > attributeNameBytes)
			problems.push({
				at,
				message: `attribute name cannot be longer than ${attributeNameBytes} bytes`,
			});
		if (bytesOf(value) > attributeValueBytes)
			problems.push({
				at: `${at}.${name}`,
				message: `value cannot be longer than ${attributeValueBytes} bytes`,
			});
	}
	return problems;
}

function checkName(spec: TrackSpec, name: unknown, at: string): Problem[] {
	if (typeof name !== 'string') return [];
	if (name.trim() === '') return [{ at, message: 'cannot be blank' }];
	const { eventNameBytes } = spec.limits;
	return bytesOf(name) > eventNameBytes
		? [{ at, message: `cannot be longer than ${eventNameBytes} bytes` }]
		: [];
}

function checkIdentifiers(identifiers: unknown, at: string): Problem[] {
	if (!isObject(identifiers)) return [];
	return Object.entries(identifiers).flatMap(([kind, value]): Problem[] => {
		if (value === '') return [{ at: `${at}.${kind}`, message: 'cannot be an empty string' }];
		if (kind === 'phone' && typeof value === 'string' && !E164.test(value))
			return [{ at: `${at}.phone`, message: `${quote(value)} is not a phone number in E.164` }];
		return [];
	});
}

/**
 * Checks one v2 action. A key that its schema does not have is a problem, so that a slip shows.
 * @param at where the action is: `body` or `batch[3]`
 */
export function checkAction(spec: TrackSpec, item: unknown, at: string): Problem[] {
	if (!isObject(item)) return [{ at, message: `must be an object, got ${quote(item)}` }];
	const bytes = bytesOf(item);
	const { batchItemBytes } = spec.limits;
	if (bytes > batchItemBytes)
		return [{ at, message: `is ${bytes} bytes, at most ${batchItemBytes} are allowed` }];
	const actions = trackActions(spec);
	const ofType = actions.filter(({ type }) => type === item.type);
	if (ofType.length === 0)
		return [{ at: `${at}.type`, message: `${quote(item.type)} is not a type` }];
	const action = ofType.find((candidate) => candidate.action === item.action);
	if (!action)
		return [
			{
				at: `${at}.action`,
				message: `${quote(item.action)} is not an action of type ${quote(item.type)}`,
			},
		];
	const problems = checkFields(item, action.fields, at, {});
	for (const key of ['identifiers', 'primary', 'secondary'])
		problems.push(...checkIdentifiers(item[key], `${at}.${key}`));
	if (item.action === 'identify')
		problems.push(...checkAttributes(spec, item.attributes, `${at}.attributes`));
	if (item.type === 'person') problems.push(...checkName(spec, item.name, `${at}.name`));
	return problems;
}

/** What a form or a v1 call must meet besides its schema. */
export function checkV1Rules(
	spec: TrackSpec,
	key: string,
	params: Record<string, string>,
	body: JsonObject,
): Problem[] {
	const { personIdBytes } = spec.limits;
	const problems: Problem[] = [];
	if (params.identifier !== undefined && bytesOf(params.identifier) > personIdBytes)
		problems.push({ at: 'id', message: `cannot be longer than ${personIdBytes} bytes` });
	if (key === 'customer.identify') problems.push(...checkAttributes(spec, body, 'body'));
	if (key.startsWith('event.')) problems.push(...checkName(spec, body.name, 'body.name'));
	const { data } = body;
	if (key === 'form.submit' && isObject(data)) {
		const identifiers = Object.fromEntries(
			Object.entries(data).filter(([name]) => name === 'id' || name === 'email'),
		);
		if (Object.keys(identifiers).length !== 1)
			problems.push({ at: 'body.data', message: 'needs exactly one of id and email' });
		problems.push(...checkIdentifiers(identifiers, 'body.data'));
	}
	return problems;
}
