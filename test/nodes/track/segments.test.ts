/** People who join and leave manual segments, many in one request. */
import { startSandbox, type Sandbox } from '../../../tools/sandbox/sandbox.ts';
import { jsonOf, located, runTrack } from '../../support/trackNode.ts';

let sandbox: Sandbox;
beforeAll(async () => {
	sandbox = await startSandbox({ workMs: 0, limits: false });
});
beforeEach(() => sandbox.reset());
afterAll(async () => await sandbox.stop());

const add = {
	resource: 'segment',
	operation: 'addCustomers',
	segmentId: located('id', '={{ $json.segment }}'),
	person: located('id', '={{ $json.id }}'),
};

const items = (count: number, segmentOf: (number: number) => number) =>
	Array.from({ length: count }, (_, number) => ({ id: number, segment: segmentOf(number) }));

const sent = () =>
	sandbox.requests.map(({ path, query, body }) => ({
		path,
		query,
		ids: (body as { ids: string[] }).ids.length,
	}));

test('2,500 people take three requests', async () => {
	const result = await runTrack(sandbox, {
		parameters: { ...add, options: { includeInputFields: true } },
		items: items(2500, () => 12),
	});
	expect(result.error).toBeUndefined();
	expect(sent().map(({ ids }) => ids)).toEqual([1000, 1000, 500]);
	expect(jsonOf(result)).toHaveLength(2500);
	expect(jsonOf(result)[2499]).toEqual({ id: 2499, segment: 12, success: true });
});

test('items of two segments in turns take two requests', async () => {
	const manual = sandbox.state.segments.filter(({ type }) => type === 'manual');
	const ids = manual.map(({ id }) => id);
	const [first = 0, second = first] = ids;
	await runTrack(sandbox, {
		parameters: add,
		items: items(10, (number) => (number % 2 === 0 ? first : second)),
	});
	expect(sent()).toHaveLength(new Set([first, second]).size);
});

test('people by email and by Customer.io ID are sent apart, without the prefix', async () => {
	await runTrack(sandbox, {
		parameters: { ...add, segmentId: located('id', 12), person: '={{ $json.person }}' },
		items: [
			{ person: located('email', 'ada@example.com') },
			{ person: located('cio_id', 'cio_a3000001') },
		],
	});
	expect(sandbox.requests.map(({ path, body }) => [path, body])).toEqual([
		['/api/v1/segments/12/add_customers', { ids: ['ada@example.com'] }],
		['/api/v1/segments/12/add_customers', { ids: ['a3000001'] }],
	]);
	expect(sandbox.requests.map(({ query }) => Object.fromEntries(Object.entries(query)))).toEqual([
		{ id_type: 'email' },
		{ id_type: 'cio_id' },
	]);
});

test('a segment that cannot be used fails its people with one request', async () => {
	const result = await runTrack(sandbox, {
		parameters: { ...add, segmentId: located('id', '={{ $json.segment }}') },
		items: items(20, (number) => (number < 10 ? 999_999 : 12)),
		onError: 'continueRegularOutput',
	});
	expect(sandbox.requests.map(({ status }) => status).sort()).toEqual([200, 400]);
	const succeeded = jsonOf(result).map(({ success }) => success === true);
	expect(succeeded).toEqual([...Array(10).fill(false), ...Array(10).fill(true)]);
});
