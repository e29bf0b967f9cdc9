/** Parameters with which an operation can be sent: the ground on which a single value is changed. */
import { buildRequest } from '../../nodes/shared/request/buildRequest.ts';
import { readField } from '../../nodes/shared/fieldTypes/index.ts';
import type { Field } from '../../nodes/shared/schema/fields.ts';
import type { ItemInput } from '../../nodes/shared/schema/itemInput.ts';
import type { Operation } from '../../nodes/shared/schema/operation.ts';
import {
	fieldPlacements,
	type DisplayCondition,
	type FieldPlacement,
} from '../../nodes/shared/schema/placement.ts';

export type Parameters = { [name: string]: unknown };

const UUID = '1a0cbb4e-09d3-402e-949e-f6732f021650';

export function inputOf(parameters: Parameters, json: Parameters = {}): ItemInput {
	return {
		parameter: (name, fallback) => parameters[name] ?? fallback,
		file: async (property) =>
			property === 'data'
				? { fileName: 'a.pdf', mimeType: 'application/pdf', data: Buffer.from('a') }
				: undefined,
		json: () => json,
		credential: () => undefined,
		timezone: 'UTC',
	};
}

/** A resource locator's value as the editor stores it. */
export const located = (mode: string, value: unknown) => ({ __rl: true, mode, value });

/** Parameters of one field that it can be sent with. */
export function validValue(field: Field): Parameters {
	const { parameter } = field;
	const candidates: Parameters[] = candidatesFor(field).map((value) => ({ [parameter]: value }));
	for (const candidate of candidates) {
		// A filter on objects repeats the type that is searched.
		const given: Parameters = { objectTypeId: '1', ...candidate };
		const read = () => readField(field, (name) => given[name], inputOf({}), true);
		try {
			if (read() !== undefined) return candidate;
		} catch {
			// The next one may do.
		}
	}
	throw new Error(`No valid value for ${field.displayName}`);
}

function candidatesFor(field: Field): unknown[] {
	switch (field.type) {
		case 'string':
			return [
				'x',
				'a@example.com',
				'https://example.com/',
				UUID,
				'Europe/Berlin',
				'2',
				'x-y',
				'/v1/x',
				'/x',
				'#ffffff',
				'01ARZ3NDEKTSV4RRFFQ69G5FAV',
			];
		case 'number':
			return [field.default, 1, 10, 60, 100, 1000, 0.5].filter((value) => value !== undefined);
		case 'boolean':
			return [true];
		case 'options':
			return [field.default, ...field.options.map(({ value }) => value)].filter(
				(value) => value !== undefined && value !== '',
			);
		case 'multiOptions':
			return [[field.options[0]?.value]];
		case 'dateTime':
			return [new Date(Date.now() + 3_600_000).toISOString(), '2026-01-01T00:00:00Z'];
		case 'json':
			return [
				{ userId: '1' },
				[{ type: 'identify', userId: '1' }],
				[{ id: '1', data: { a: 1 } }],
				['email'],
			];
		case 'keyValue':
			return ['probe', 'topic_1', 'email'].flatMap((name) => [
				{ values: [{ name, value: 'x' }] },
				{ values: [{ name, value: true }] },
			]);
		case 'stringList':
			return [['1'], ['a@example.com'], ['1', '2']];
		case 'resourceLocator':
			return [located('id', { integer: '7', uuid: UUID, text: 'x' }[field.locator.id])];
		case 'resourceLocators':
			return [[{ integer: '7', uuid: UUID, text: 'x' }[field.locator.id]]];
		case 'identifier':
			return [located(field.modes[0]?.name ?? '', `${field.name}@example.com`)];
		case 'attachments':
			return ['data'];
		case 'filter':
			return [{ conditions: [{ condition: 'eq', field: 'plan', value: 'pro' }] }];
		case 'objectList': {
			const required = field.fields.filter((inner) => inner.required === true);
			const inner = required.length === 0 ? field.fields.slice(0, 1) : required;
			return [{ values: [Object.assign({}, ...inner.map(validValue)) as Parameters] }];
		}
		default:
			return [undefined];
	}
}

/** Puts a field's parameters where the field is. */
export function placed(
	{ field: _, collection }: Pick<FieldPlacement, 'field' | 'collection'>,
	values: Parameters,
	base: Parameters,
): Parameters {
	if (collection === undefined) return { ...base, ...values };
	const [outer = '', inner] = collection.split('.');
	const entries = { ...(base[outer] as Parameters | undefined) };
	if (inner === undefined) return { ...base, [outer]: { ...entries, ...values } };
	const within = { ...(entries[inner] as Parameters | undefined), ...values };
	return { ...base, [outer]: { ...entries, [inner]: within } };
}

/** Parameters of a whole operation that can be sent; undefined if none were found. */
export async function validParameters(
	operation: Operation,
	visibleWhen: DisplayCondition,
): Promise<Parameters | undefined> {
	const chosen: Parameters = {};
	for (const [parameter, values] of Object.entries(visibleWhen)) chosen[parameter] = values[0];
	const visible = fieldPlacements(operation).filter(
		(placement) =>
			placement.field.type !== 'variant' &&
			Object.entries(placement.visibleWhen).every(([parameter, values]) =>
				values.includes(String(chosen[parameter] ?? firstVariant(operation, parameter))),
			),
	);
	let parameters = chosen;
	const optional: FieldPlacement[] = [];
	for (const placement of visible) {
		const { field } = placement;
		const isInPath = operation.route.includes(`{${field.name}}`);
		if (field.required === true || isInPath || field.type === 'filter') {
			parameters = placed(placement, validValue(field), parameters);
		} else if (field.type !== 'constant' && field.type !== 'credentialValue') {
			optional.push(placement);
		}
	}
	const attempts = [parameters];
	for (const placement of optional) {
		const one = () => placed(placement, validValue(placement.field), parameters);
		attempts.push(one());
	}
	let together = parameters;
	for (const placement of optional) {
		together = placed(placement, validValue(placement.field), together);
		attempts.push(together);
	}
	for (const attempt of attempts) {
		try {
			await buildRequest(operation, inputOf(attempt));
			return attempt;
		} catch {
			// A check asks for more fields.
		}
	}
	return undefined;
}

function firstVariant(operation: Operation, parameter: string): string | undefined {
	const placement = fieldPlacements(operation).find(({ field }) => field.parameter === parameter);
	return placement?.field.type === 'variant' ? Object.keys(placement.field.options)[0] : undefined;
}
