/** A credential whose key is an expression: each item is sent with the key that the expression gives for it. */
import { runOver } from '../support/nodeOverServer.ts';
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
const identify = { resource: 'person', operation: 'identify', userId: '={{ $json.name }}' };
const upsert = {
	resource: 'person',
	operation: 'upsert',
	person: { __rl: true, mode: 'id', value: '={{ $json.name }}' },
};
const items = [
	{ name: 'a1', key: 'key-of-a' },
	{ name: 'a2', key: 'key-of-a' },
	{ name: 'b1', key: 'key-of-b' },
	{ name: 'a3', key: 'key-of-a' },
];

/** `a1: key-of-a` for each name that was sent. */
function sent() {
	return server.requests
		.flatMap(({ body, headers }) => {
			const authorization = String(headers.authorization);
			const key = authorization.startsWith('Basic ')
				? Buffer.from(authorization.slice(6), 'base64')
						.toString()
						.replace(/^site:|:$/, '')
				: authorization.replace('Bearer ', '');
			return [...body.matchAll(/"(?:name|userId|id)":"(\w\d)"/g)].map(
				([, name]) => `${name}: ${key}`,
			);
		})
		.sort();
}

const expected = items.map(({ name, key }) => `${name}: ${key}`).sort();

it.each<[string, string]>([
	['the item', '={{ $json.key }}'],
	['the item by another name', '={{ $input.item.json.key }}'],
	['the item of an earlier node', "={{ $('Start').item.json.key }}"],
	['the number of the item', '={{ ["key-of-a", "key-of-a", "key-of-b", "key-of-a"][$itemIndex] }}'],
	['the item, or something else', '={{ $json.key ?? "default" }}'],
])('O17 each item has its own key: %s', async (_, apiKey) => {
	for (const [node, parameters] of [
		['app', create],
		['pipelines', identify],
		['pipelines', { ...identify, batchRequests: false }],
		['track', upsert],
		['track', { ...upsert, batchRequests: false }],
	] as const) {
		server.requests.length = 0;
		const { error } = await runOver(server, node, { parameters, items, credential: { apiKey } });
		expect(error).toBeUndefined();
		expect(sent()).toEqual(expected);
	}
});

it('O17 a base URL by expression is that of each item', async () => {
	const other = await startSampleServer(() => ({ status: 200, body: {} }));
	await runOver(server, 'app', {
		parameters: create,
		items: [
			{ name: 'a', url: server.url },
			{ name: 'b', url: other.url },
		],
		credential: { baseUrl: '={{ $json.url }}' },
	});
	expect(server.requests).toHaveLength(1);
	expect(other.requests).toHaveLength(1);
	await other.close();
});

it.each(['app', 'pipelines', 'track'] as const)(
	'O17 an expression that fails for one item fails that item: %s',
	async (node) => {
		const { json } = await runOver(server, node, {
			parameters: { app: create, pipelines: identify, track: upsert }[node],
			items: [
				{ name: 'a1', key: 'key-of-a' },
				{ name: 'b1', url: 'nonsense' },
				{ name: 'a3', key: 'key-of-a' },
			],
			credential: { apiKey: '={{ $json.key }}', baseUrl: `={{ $json.url ?? '${server.url}' }}` },
			onError: 'continueRegularOutput',
		});
		expect(json).toHaveLength(3);
		expect(json[1]).toMatchObject({ error: expect.stringMatching(/base URL/i) as unknown });
		expect(sent()).toEqual(['a1: key-of-a', 'a3: key-of-a']);
	},
);
