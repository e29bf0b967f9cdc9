/** Options of the schema that change how a value is read or sent, without n8n. */
import { buildRequest } from '../../../nodes/shared/request/buildRequest.ts';
import { pathAndQuery } from '../../../nodes/shared/utils/url.ts';
import {
	maxBodyBytes,
	mutuallyExclusive,
	atLeastOneOf,
	requiredTogether,
} from '../../../nodes/shared/schema/requestChecks.ts';
import {
	filter,
	json,
	resourceLocator,
	number,
	keyValue,
	options,
	string,
} from '../../../nodes/shared/schema/fieldBuilders.ts';
import type { ItemInput } from '../../../nodes/shared/schema/itemInput.ts';
import { item, list } from '../../../nodes/shared/schema/output.ts';
import type { Field, Locator } from '../../../nodes/shared/schema/fields.ts';
import type { Operation } from '../../../nodes/shared/schema/operation.ts';

const language: Locator = {
	label: 'Language',
	id: 'text',
	idPlaceholder: 'de',
	list: { method: 'm', route: 'GET /v1/x', output: list('x'), value: 'v', label: 'v' },
	none: { name: 'Default Language', value: 'default', sends: '' },
};
const sender: Locator = {
	...language,
	label: 'Sender',
	id: 'integer',
	none: { name: 'None', value: 'none' },
};

function inputOf(parameters: { [name: string]: unknown }): ItemInput {
	return {
		parameter: (name, fallback) => parameters[name] ?? fallback,
		file: async () => undefined,
		json: () => ({}),
		credential: () => undefined,
		timezone: 'UTC',
	};
}

async function build(
	fields: readonly Field[],
	parameters: { [name: string]: unknown },
	overrides: Partial<Operation> = {},
) {
	const operation: Operation = {
		name: 'Do',
		action: 'Do it',
		description: 'Do it',
		route: 'POST /v1/items',
		fields,
		output: item(),
		...overrides,
	};
	return await buildRequest(operation, inputOf(parameters));
}

const bodyOf = async (field: Field, value: unknown) =>
	(await build([field], { additionalFields: { [field.name]: value } })).body;

describe('values', () => {
	it('are a number where an option has one', async () => {
		const field = options('n', 'd', [{ name: 'A', value: '60' }], { asNumber: true });
		expect(await bodyOf(field, '60')).toEqual({ n: 60 });
		await expect(bodyOf(field, '61')).rejects.toThrow('N: must be one of 60, but is "61"');
	});

	it('have a maximum number of characters, not of code units', async () => {
		const field = string('t', 'd', { maxLength: 2 });
		expect(await bodyOf(field, '👍👍')).toEqual({ t: '👍👍' });
		await expect(bodyOf(field, 'abc')).rejects.toThrow(
			'T: must have at most 2 characters, but has 3',
		);
	});

	it('are JSON as text', async () => {
		const field = json('j', 'd', 'object', { asText: true });
		expect(await bodyOf(field, { a: [1] })).toEqual({ j: '{"a":[1]}' });
		await expect(bodyOf(field, '[1]')).rejects.toThrow('J: must be a JSON object');
	});

	it('are a list of names and values', async () => {
		const value = { values: [{ name: 'X', value: '1' }] };
		const headers = (asList: true | 'text') => keyValue('h', 'd', { valueType: 'string', asList });
		expect(await bodyOf(headers(true), value)).toEqual({ h: [{ name: 'X', value: '1' }] });
		expect(await bodyOf(headers('text'), value)).toEqual({ h: '[{"name":"X","value":"1"}]' });
	});

	it('are null on request', async () => {
		const field = resourceLocator('s', sender, 'd');
		expect(await bodyOf(field, { __rl: true, mode: 'list', value: 'none' })).toEqual({ s: null });
		expect(await bodyOf(field, { __rl: true, mode: 'id', value: '7' })).toEqual({ s: 7 });
		expect(await bodyOf(field, { __rl: true, mode: 'id', value: '' })).toBeUndefined();
	});

	it('are an empty path segment on request and never by accident', async () => {
		const path = async (value: unknown) => {
			const route = 'GET /v1/items/{language}';
			const request = await build(
				[resourceLocator('language', language, 'd')],
				{ language: value },
				{ route },
			);
			return pathAndQuery(request.path, request.query);
		};
		expect(await path('default')).toBe('/v1/items/');
		expect(await path('pt/BR')).toBe('/v1/items/pt%2FBR');
		for (const empty of ['', ' ', null, undefined]) {
			await expect(path(empty)).rejects.toThrow('Language: is required but empty for this item');
		}
	});
});

describe('checks', () => {
	const a = number('a', 'd');
	const b = string('b', 'd', { displayName: 'Bee', bodyPath: 'in' });
	const check = async (parameters: object, ...checks: NonNullable<Operation['checks']>) =>
		await build([a, b], { additionalFields: parameters }, { checks });

	it('require two fields together', async () => {
		const rule = requiredTogether(a, b);
		await expect(check({ a: 1 }, rule)).rejects.toThrow('Bee: is required together with "A"');
		await expect(check({ b: 'x' }, rule)).rejects.toThrow('A: is required together with "Bee"');
		await expect(check({ a: 0, b: 'x' }, rule)).resolves.toBeDefined();
		await expect(check({}, rule)).resolves.toBeDefined();
	});

	it('accept at most one of two', async () => {
		const rule = mutuallyExclusive(a, b);
		await expect(check({ a: 1, b: 'x' }, rule)).rejects.toThrow(
			'Bee: cannot be sent together with "A"',
		);
		await expect(check({ a: 1 }, rule)).resolves.toBeDefined();
	});

	it('require at least one', async () => {
		await expect(check({ b: '' }, atLeastOneOf(a, b))).rejects.toThrow(
			'A or Bee: one of them is required',
		);
		await expect(check({ b: 'x' }, atLeastOneOf(a, b))).resolves.toBeDefined();
	});

	it('include the query', async () => {
		const query = await build(
			[a, b],
			{ filters: { a: 1 } },
			{
				route: 'GET /v1/items',
				output: list('x'),
				checks: [atLeastOneOf(a)],
			},
		);
		expect(query.query.get('a')).toBe('1');
	});

	it('measure the whole body in bytes', async () => {
		const bytes = Buffer.byteLength(JSON.stringify({ in: { b: 'é' } }));
		await expect(check({ b: 'é' }, maxBodyBytes(bytes))).resolves.toBeDefined();
		await expect(check({ b: 'é' }, maxBodyBytes(bytes - 1))).rejects.toThrow(
			`Request: must be at most ${bytes - 1} bytes as JSON, but has ${bytes}`,
		);
	});
});

describe('filters', () => {
	const recipients = (dialect: 'audience' | 'newsletterRecipients') =>
		filter('recipients', 'd', { dialect, segment: sender });
	const conditions = [{ condition: 'notEq', field: 'plan', value: 'pro' }];
	const inverted = { attribute: { field: 'plan', operator: 'eq', value: 'pro', inverse: true } };
	const built = async (dialect: 'audience' | 'newsletterRecipients', parameters: object) =>
		(await build([recipients(dialect)], { ...parameters })).body;
	const asJson = (value: object) => ({ recipientsInput: 'json', recipientsJson: value });

	it('express "is not" in their dialect', async () => {
		expect(await built('newsletterRecipients', { recipients: { conditions } })).toEqual({
			recipients: inverted,
		});
		expect(await built('audience', { recipients: { conditions } })).toEqual({
			recipients: { not: { attribute: { field: 'plan', operator: 'eq', value: 'pro' } } },
		});
	});

	it('reject JSON that their dialect lacks', async () => {
		expect(await built('newsletterRecipients', asJson(inverted))).toEqual({ recipients: inverted });
		await expect(built('audience', asJson(inverted))).rejects.toThrow(
			'Recipients: has "inverse" in the filter: put the condition into "not" instead',
		);
	});
});
