import fc from 'fast-check';

import { startSandbox, type Sandbox } from '../../../tools/sandbox/sandbox.ts';
import { jsonOf, pairsOf, runPipelines, sentCalls } from '../../support/pipelines.ts';

let sandbox: Sandbox;
beforeAll(async () => {
	sandbox = await startSandbox({ seed: 'empty' });
});
beforeEach(() => sandbox.reset());
afterAll(async () => await sandbox.stop());

/** The same value by an expression that n8n has to resolve: it does more than name a field. */
const roundabout = (field: string) => `(${field})`;

const named = (field: string) => field;

/** A node whose expressions name fields of the item: alone, in a text, deep, and in rows. */
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
	it('gives what n8n gives, whatever the field holds', async () => {
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
				const allItems = [usual, ...items.map((item, n) => ({ id: `p${n}`, ...item }))];
				expect(await sentAndReturned(named, allItems)).toEqual(
					await sentAndReturned(roundabout, allItems),
				);
			}),
			{ numRuns: 25, seed: 7 },
		);
	});

	it('gives each item its own value', async () => {
		const items = ['x', 'y', 'z'].map((a) => ({ ...usual, id: a, a }));
		const { sent } = await sentAndReturned(named, items);
		expect(sent).toMatchObject([
			{ userId: 'x', traits: { alone: 'x', inText: '<x> and C!', two: 'xB' } },
			{ userId: 'y', traits: { alone: 'y', inText: '<y> and C!', two: 'yB' } },
			{ userId: 'z', traits: { alone: 'z', inText: '<z> and C!', two: 'zB' } },
		]);
	});

	it('is no expression behind a backslash', async () => {
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
	])('gives what n8n gives for %s, which the item does not have', async (name) => {
		const runs = [];
		for (const write of [named, roundabout]) {
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
