import fc from 'fast-check';

import { startSandbox, type Sandbox } from '../../../tools/sandbox/sandbox.ts';
import { jsonOf, pairsOf, runPipelines, sentCalls } from '../../support/pipelines.ts';

let sandbox: Sandbox;
beforeAll(async () => {
	sandbox = await startSandbox({ seed: 'empty' });
});
beforeEach(() => sandbox.reset());
afterAll(async () => await sandbox.stop());

/** Gives the same value, but does more than name a field, so that n8n has to resolve it. */
const indirect = (field: string) => `(${field})`;

const direct = (field: string) => field;

/** A node whose expressions name fields of the item: alone, in a text, nested, and in a list. */
function parametersWith(write: (field: string) => string): object {
	const trait = (name: string, value: string) => ({ id: name, name, type: 'string', value });
	return {
		resource: 'person',
		operation: 'identify',
		userId: `={{ ${write('$json.id')} }}`,
		traits: {
			assignments: [
				trait('alone', `={{ ${write('$json.a')} }}`),
				trait('quoted', `={{ ${write('$json["the b"]')} }}`),
				trait('single', `={{ ${write("$json['the b']")} }}`),
				trait('deep', `={{ ${write('$json.deep.c')} }}`),
				trait('inText', `=<{{ ${write('$json.a')} }}> and {{ ${write('$json.deep.c')} }}!`),
				trait('two', `={{ ${write('$json.a')} }}{{ ${write('$json["the b"]')} }}`),
				trait('plain', 'as it is'),
			],
		},
	};
}

async function sentAndReturned(write: (field: string) => string, items: object[]) {
	sandbox.reset();
	const result = await runPipelines(sandbox, {
		parameters: parametersWith(write),
		items,
		onError: 'continueRegularOutput',
	});
	return {
		sent: sentCalls(sandbox).map(({ userId, traits }) => ({ userId, traits })),
		errors: jsonOf(result).map(({ error }) => error),
		pairs: pairsOf(result),
	};
}

const usual = { id: 'first', a: 'A', 'the b': 'B', deep: { c: 'C' } };

describe('an expression that only names a field of the item', () => {
	it("has n8n's result, whatever the field contains", async () => {
		const value = fc.oneof(
			fc.string(),
			fc.constantFrom('={{ $json.id }}', '{{ $json.id }}', '\\', '', ' ', '007', '=1'),
			fc.double({ noNaN: true, noDefaultInfinity: true }),
			fc.boolean(),
			fc.constantFrom(null, NaN, Infinity, -0),
			fc.jsonValue({ maxDepth: 2 }),
		);
		const item = fc
			.record(
				{ a: value, 'the b': value, deep: fc.oneof(value, fc.record({ c: value })) },
				{ requiredKeys: [] },
			)
			.map((fields) => fields as object);
		await fc.assert(
			fc.asyncProperty(fc.array(item, { minLength: 1, maxLength: 20 }), async (items) => {
				const all = [usual, ...items.map((fields, n) => ({ id: `p${n}`, ...fields }))];
				expect(await sentAndReturned(direct, all)).toEqual(await sentAndReturned(indirect, all));
			}),
			{ numRuns: 25, seed: 7 },
		);
	});

	it("has each item's own value", async () => {
		const items = ['x', 'y', 'z'].map((a) => ({ ...usual, id: a, a }));
		const { sent } = await sentAndReturned(direct, items);
		expect(sent).toMatchObject([
			{ userId: 'x', traits: { alone: 'x', inText: '<x> and C!', two: 'xB' } },
			{ userId: 'y', traits: { alone: 'y', inText: '<y> and C!', two: 'yB' } },
			{ userId: 'z', traits: { alone: 'z', inText: '<z> and C!', two: 'zB' } },
		]);
	});

	it('is not an expression after a backslash', async () => {
		const trait = { id: 'a', name: 'a', type: 'string', value: '=\\{{ $json.a }}' };
		await runPipelines(sandbox, {
			parameters: {
				resource: 'person',
				operation: 'identify',
				userId: '={{ $json.id }}',
				traits: { assignments: [trait] },
			},
			items: [usual, usual],
		});
		const escaped = { a: '\\{{ $json.a }}' };
		expect(sentCalls(sandbox).map(({ traits }) => traits)).toEqual([escaped, escaped]);
	});

	it.each([
		'constructor',
		'__proto__',
		'toString',
		'a.constructor',
		'deep.hasOwnProperty.name',
		'a.length',
	])("has n8n's result for %s, which the item does not have", async (name) => {
		const runs = [];
		for (const write of [direct, indirect]) {
			sandbox.reset();
			const result = await runPipelines(sandbox, {
				parameters: {
					resource: 'person',
					operation: 'identify',
					userId: `={{ ${write(`$json.${name}`)} }}`,
				},
				items: [usual, usual],
				onError: 'continueRegularOutput',
			});
			const errors = jsonOf(result).map(({ error }) => error);
			runs.push([sentCalls(sandbox).map(({ userId }) => userId), errors]);
		}
		expect(runs[0]).toEqual(runs[1]);
	});
});
