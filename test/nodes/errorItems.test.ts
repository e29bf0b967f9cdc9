/** What n8n gets for items that failed: never the input as if it had been sent, and always something to branch on. */
import { located } from '../support/appNode.ts';
import { runOver, type NODES } from '../support/nodeOverServer.ts';
import { startSampleServer, type SampleServer } from '../support/sampleServer.ts';

let server: SampleServer;
beforeAll(async () => {
	server = await startSampleServer(() => ({ status: 200, body: {} }));
});
beforeEach(() => {
	server.requests.length = 0;
	server.reply = () => ({ status: 200, body: {} });
});
afterAll(async () => await server.close());

const create = { resource: 'segment', operation: 'create', name: '={{ $json.name }}' };
const identify = { resource: 'person', operation: 'identify', userId: '={{ $json.id }}' };
const upsert = {
	resource: 'person',
	operation: 'upsert',
	person: { __rl: true, mode: 'id', value: '={{ $json.id }}' },
};
const items = [
	{ id: 'a', name: 'A' },
	{ id: 'b', name: 'B' },
	{ id: 'c', name: 'C' },
];

type Broken = [
	what: string,
	node: keyof typeof NODES,
	run: { parameters: object; credential?: object | null },
	message: RegExp,
];
const broken: Broken[] = [];
for (const [node, parameters] of [
	['app', create],
	['pipelines', identify],
	['track', upsert],
] as const) {
	broken.push(
		['no credential', node, { parameters, credential: null }, /credentials/],
		[
			'a credential with an unusable base URL',
			node,
			{ parameters, credential: { baseUrl: 'nonsense' } },
			/base URL/i,
		],
		[
			'a credential whose expression fails',
			node,
			{ parameters, credential: { apiKey: "={{ $('Nowhere').item.json.key }}" } },
			/eferenced node/,
		],
		[
			'a resource whose expression fails',
			node,
			{ parameters: { ...parameters, resource: "={{ $('Nowhere').item.json.key }}" } },
			/./,
		],
		[
			'an operation whose expression fails',
			node,
			{ parameters: { ...parameters, operation: '={{ (() => { throw new Error("boom") })() }}' } },
			/./,
		],
		[
			'an operation that does not exist',
			node,
			{ parameters: { ...parameters, operation: 'nonsense' } },
			/"nonsense" of the resource .* does not exist/,
		],
	);
}

describe('O1 what fails before the first item', () => {
	it.each(broken)(
		'fails every item on the regular output: %s (%s)',
		async (_, node, run, message) => {
			const { json, result } = await runOver(server, node, {
				...run,
				items,
				onError: 'continueRegularOutput',
			});
			expect(server.requests).toEqual([]);
			expect(json).toEqual(
				items.map(() =>
					expect.objectContaining({
						error: expect.stringMatching(message) as unknown,
						mayHaveSucceeded: false,
					}),
				),
			);
			expect(result.items('Node').map(({ pairedItem }) => pairedItem)).toEqual(
				items.map((_item, item) => ({ item })),
			);
		},
	);

	it.each(broken)(
		'fails every item on the error output: %s (%s)',
		async (_, node, run, message) => {
			const { json, errors } = await runOver(server, node, {
				...run,
				items,
				onError: 'continueErrorOutput',
			});
			expect(json).toEqual([]);
			expect(errors).toEqual(
				items.map((item) =>
					expect.objectContaining({ ...item, error: expect.stringMatching(message) as unknown }),
				),
			);
		},
	);

	it.each(broken)(
		'ends the workflow with On Error = Stop: %s (%s)',
		async (_, node, run, message) => {
			const { error, result } = await runOver(server, node, { ...run, items });
			expect(result.status).toBe('error');
			expect(error?.message).toMatch(message);
		},
	);
});

describe('O14 an error item', () => {
	const failures: Array<[string, Parameters<typeof reply>, object]> = [
		[
			'what Customer.io rejects',
			[404, { errors: [{ detail: 'no such segment', code: 'not_found' }] }],
			{
				error: 'no such segment',
				description: expect.stringMatching(/^Check the ID/) as unknown,
				httpCode: '404',
				code: 'not_found',
				mayHaveSucceeded: false,
			},
		],
		[
			'what may have been done',
			[500, {}],
			{
				error: expect.stringMatching(/may have succeeded/) as unknown,
				description: expect.stringMatching(/Check Customer\.io before/) as unknown,
				httpCode: '500',
				mayHaveSucceeded: true,
			},
		],
	];
	const reply = (status: number, body: object) => ({ status, body });

	it.each(failures)('says on the regular output: %s', async (_, response, expected) => {
		server.reply = () => reply(...response);
		const onError = 'continueRegularOutput';
		const { json } = await runOver(server, 'app', {
			parameters: create,
			items: items.slice(0, 1),
			onError,
		});
		expect(json).toEqual([expected]);
	});

	it.each(failures)('says on the error output: %s', async (_, response, expected) => {
		server.reply = () => reply(...response);
		const onError = 'continueErrorOutput';
		const { json, errors } = await runOver(server, 'app', {
			parameters: create,
			items: items.slice(0, 1),
			onError,
		});
		expect(json).toEqual([]);
		// n8n adds the fields of the input item.
		expect(errors).toEqual([{ ...items[0], ...expected }]);
	});

	it('says how to fix a value that cannot be sent', async () => {
		const { json } = await runOver(server, 'app', {
			parameters: { resource: 'segment', operation: 'get', segmentId: located('={{ "x y" }}') },
			onError: 'continueRegularOutput',
		});
		expect(json).toEqual([
			{
				error: expect.stringMatching(/^Segment/) as unknown,
				description: expect.any(String) as unknown,
				mayHaveSucceeded: false,
			},
		]);
	});

	it.each(['app', 'pipelines'] as const)(
		'leaves those that succeeded on the regular output: %s',
		async (node) => {
			server.reply = ({ body }) =>
				body.includes('b') || body.includes('B') ? reply(400, { error: 'bad' }) : reply(200, {});
			const { json, errors } = await runOver(server, node, {
				parameters: node === 'app' ? create : { ...identify, userId: '={{ $json.name }}' },
				items: [{ name: 'X' }, { name: 'B' }, { name: 'Y' }],
				onError: 'continueErrorOutput',
			});
			if (node === 'app') expect(json).toHaveLength(2);
			expect(errors).toEqual(
				expect.arrayContaining([expect.objectContaining({ name: 'B', httpCode: '400' })]),
			);
		},
	);
});
