/** Lists that do not end, or that end early: an execution ends, and never says that a part is the whole. */
import { listSearch } from '../../../tools/engine/harness.ts';
import { located } from '../../support/appNode.ts';
import { NODES, runOver } from '../../support/nodeOverServer.ts';
import { startSampleServer, type SampleServer } from '../../support/sampleServer.ts';

let server: SampleServer;
beforeAll(async () => {
	server = await startSampleServer(() => ({ status: 200, body: {} }));
});
beforeEach(() => {
	server.requests.length = 0;
});
afterAll(async () => await server.close());

const messages = { resource: 'message', operation: 'getAll', returnAll: true };
const suppressions = {
	resource: 'espSuppression',
	operation: 'getAll',
	suppressionType: 'bounces',
	returnAll: true,
};
const emails = { resource: 'designStudioEmail', operation: 'getAll', returnAll: true };
const emailType = { emailType: 'bounces' };

const start = (path: string) => new URL(path, server.url).searchParams.get('start') ?? '';
const page = (next: string, ...ids: string[]) => ({ messages: ids.map((id) => ({ id })), next });

function serve(respond: (path: string) => unknown, limit = 300) {
	server.reply = ({ path }) => {
		if (server.requests.length > limit) return { status: 410, body: { error: 'endless' } };
		return { status: 200, body: respond(path) };
	};
}

describe('O7 a list that does not end', () => {
	it.each([
		['A, A', ['A']],
		['A, B, A, B', ['A', 'B']],
		['A, B, C, A', ['A', 'B', 'C']],
	])('is an error: cursors %s', async (_, cursors) => {
		serve((path) => {
			const cursor = start(path);
			const next = cursors[(cursors.indexOf(cursor) + 1) % cursors.length] ?? '';
			return page(next, `after ${cursor} 1`, `after ${cursor} 2`);
		});
		const { error } = await runOver(server, 'app', { parameters: messages });
		expect(error?.message).toMatch(/^The list does not end/);
		expect(String(error?.description)).toContain(`${2 * (cursors.length + 1)} entries came before`);
		expect(server.requests).toHaveLength(cursors.length + 1);
	});

	it('is an error: new cursors for the same page', async () => {
		let number = 0;
		serve(() => page(`cursor ${(number += 1)}`, 'a', 'b'));
		const { error } = await runOver(server, 'app', { parameters: messages });
		expect(error?.message).toMatch(/^The list does not end/);
		expect(server.requests.length).toBeLessThan(5);
	});

	it('is an error: new cursors without entries', async () => {
		let number = 0;
		serve(() => page(`cursor ${(number += 1)}`));
		const { error } = await runOver(server, 'app', { parameters: messages });
		expect(error?.message).toMatch(/^The list does not end/);
	});

	it('is an error: a service that ignores the offset', async () => {
		const entries = Array.from({ length: 1000 }, (_, id) => ({ email: `${id}@example.com` }));
		serve(() => ({ suppressions: entries }));
		const { error } = await runOver(server, 'app', {
			parameters: { ...suppressions, ...emailType },
		});
		expect(error?.message).toMatch(/^The list does not end/);
		expect(server.requests).toHaveLength(2);
	});

	it('is an error: a service that ignores the page', async () => {
		const entries = Array.from({ length: 100 }, (_, id) => ({ id }));
		serve(() => ({ emails: entries, meta: { pagination: { total: 5000 } } }));
		const { error } = await runOver(server, 'app', { parameters: emails });
		expect(error?.message).toMatch(/^The list does not end/);
		expect(server.requests).toHaveLength(2);
	});

	it('ends at an empty page that names itself again', async () => {
		serve((path) => (start(path) === 'end' ? page('end') : page('end', 'a')));
		const { json } = await runOver(server, 'app', { parameters: messages });
		expect(json.map(({ id }) => id)).toEqual(['a']);
	});

	it('is no error for a limit that was reached before', async () => {
		serve((path) => page('A', `${start(path)} 1`, `${start(path)} 2`));
		const { json } = await runOver(server, 'app', {
			parameters: { ...messages, returnAll: false, limit: 3 },
		});
		expect(json).toHaveLength(3);
	});

	it('ends a search in the editor', async () => {
		const credentials = {
			[NODES.app.credential]: { region: 'custom', baseUrl: server.url, apiKey: 'sample-key' },
		};
		const cursors = ['A', 'B'];
		serve((path) => {
			const next = cursors[(cursors.indexOf(start(path)) + 1) % 2];
			return { newsletters: [{ id: server.requests.length, name: 'x' }], next };
		});
		await expect(
			listSearch(NODES.app.type, 'searchNewsletters', { credentials, filter: 'nobody' }),
		).rejects.toThrow(/does not end/);
		expect(server.requests.length).toBeLessThan(10);
	});
});

describe('O7 a page that is no page', () => {
	it.each([
		['an empty body', ''],
		['null', null],
		['an empty object', {}],
		['errors', { errors: [{ detail: 'the cursor expired' }] }],
		['another key', { data: [] }],
		['no list', { messages: 'none' }],
	])('after another one is an error that counts what came before: %s', async (_, body) => {
		serve((path) => (start(path) === '' ? page('A', 'a', 'b', 'c') : body));
		const { error, json } = await runOver(server, 'app', { parameters: messages });
		expect(error?.message).toMatch(/^The list is incomplete/);
		expect(String(error?.description)).toContain('3 entries came before');
		expect(json).toEqual([]);
		expect(server.requests).toHaveLength(2);
	});

	it("tells Customer.io's words, also of the first page", async () => {
		serve(() => ({ errors: [{ detail: 'the index is being rebuilt' }] }));
		const { error } = await runOver(server, 'app', { parameters: messages });
		expect(error?.message).toContain('the index is being rebuilt');
	});

	it('is an error item with On Error = Continue', async () => {
		serve((path) => (start(path) === '' ? page('A', 'a') : {}));
		const { json } = await runOver(server, 'app', {
			parameters: messages,
			onError: 'continueRegularOutput',
		});
		expect(json).toEqual([
			expect.objectContaining({
				error: expect.stringMatching(/^The list is incomplete/) as unknown,
				mayHaveSucceeded: false,
			}),
		]);
	});

	it.each([
		['an empty list', { messages: [], next: '' }],
		['null for a list without entries', { messages: null, next: null }],
	])('is not what ends a list: %s', async (_, body) => {
		serve((path) => (start(path) === '' ? page('A', 'a') : body));
		const { json, error } = await runOver(server, 'app', { parameters: messages });
		expect(error).toBeUndefined();
		expect(json).toHaveLength(1);
	});

	it.each([[{}], [{ messages: null }], [null]])(
		'is an empty list where it is the first: %j',
		async (body) => {
			serve(() => body);
			const { json, error } = await runOver(server, 'app', { parameters: messages });
			expect(error).toBeUndefined();
			expect(json).toEqual([]);
		},
	);
});

describe('O9 On Error = Stop', () => {
	it('ends the lists of other items, too', async () => {
		let number = 0;
		server.reply = ({ path }) => {
			if (path.includes('/segments/1/')) return { status: 404, body: {} };
			number += 1;
			if (number > 200) return { status: 410, body: {} };
			return {
				status: 200,
				body: { identifiers: [{ id: `p${number}` }], ids: [], next: `cursor ${number}` },
			};
		};
		const { error } = await runOver(server, 'app', {
			parameters: {
				resource: 'segment',
				operation: 'getMembership',
				segmentId: located('={{ $json.id }}'),
				returnAll: true,
				options: { requestsPerSecond: 0 },
			},
			items: [{ id: 2 }, { id: 1 }],
		});
		expect(error).toMatchObject({ context: { itemIndex: 1 } });
		const sent = server.requests.length;
		expect(sent).toBeLessThan(10);
		await new Promise((resolve) => setTimeout(resolve, 200));
		expect(server.requests).toHaveLength(sent);
	});

	const person = { __rl: true, mode: 'id', value: '={{ $json.id }}' };
	it.each<[string, keyof typeof NODES, object]>([
		[
			'App, creations',
			'app',
			{ resource: 'segment', operation: 'create', name: '={{ $json.id }}' },
		],
		[
			'Pipelines, one by one',
			'pipelines',
			{ resource: 'person', operation: 'identify', userId: '={{ $json.id }}' },
		],
		['Track, one by one', 'track', { resource: 'person', operation: 'upsert', person }],
	])('starts nothing after a failure: %s', async (_, node, parameters) => {
		server.reply = ({ body }) =>
			body.includes('"bad"')
				? { status: 400, body: { errors: [{ detail: 'no' }] } }
				: { status: 200, body: {} };
		const ids = Array.from({ length: 500 }, (_item, number) => ({
			id: number === 5 ? 'bad' : `p${number}`,
		}));
		const { error } = await runOver(server, node, {
			parameters: {
				...parameters,
				...(node === 'app' ? {} : { batchRequests: false }),
				options: { requestsPerSecond: 50 },
			},
			items: ids,
		});
		expect(error?.description).toMatch(/Item 6 of 500 failed/);
		expect(server.requests.length).toBeLessThan(200);
	});
});
