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

describe('with an App credential', () => {
	const run = async (parameters: object, people: object[], withAppCredential = true) =>
		jsonOf(
			await runTrack(sandbox, {
				parameters,
				items: people,
				withAppCredential,
				onError: 'continueRegularOutput',
			}),
		);
	const checked = { checkMembership: true, waitSeconds: 1 };
	const inSegment = (id: number) => ({ ...add, segmentId: located('id', id) });
	const routes = () => sandbox.requests.map(({ method, path }) => `${method} ${path}`);

	test('a data-driven segment is refused before anything is sent', async () => {
		const json = await run(
			inSegment(4),
			items(3, () => 4),
		);
		expect(json.map(({ error }) => error)).toEqual(
			Array(3).fill(
				'Segment: must be a manual segment, but "Paying customers" is a data-driven one',
			),
		);
		expect(routes()).toEqual(['GET /v1/segments/4']);
	});

	test('a segment that the App API does not give is left to the Track API', async () => {
		sandbox.fault({ path: '/v1/segments/12', act: { kind: 'status', status: 403, body: {} } });
		expect(await run(inSegment(12), [{ id: '1' }])).toEqual([{ id: '1', success: true }]);
	});

	test('people whom Customer.io leaves out fail, and no other', async () => {
		const people = [{ id: '2' }, { id: 'nobody' }, { id: '3' }];
		const json = await run({ ...inSegment(14), options: checked }, people);
		expect(json).toEqual([
			{ id: '2', success: true },
			{
				id: 'nobody',
				error: 'nobody is not in segment 14 after 1 s',
				description: expect.stringContaining('create the person first') as string,
				mayHaveSucceeded: false,
			},
			{ id: '3', success: true },
		]);
	});

	test('the node waits until the membership shows the change', async () => {
		// The first look at the membership is before the change.
		sandbox.fault({
			path: '/v1/segments/14/membership',
			act: { kind: 'status', status: 200, body: { identifiers: [], ids: [], next: '' } },
		});
		const parameters = { ...inSegment(14), person: located('email', '={{ $json.email }}') };
		const people = [{ email: 'PERSON2@example.com' }, { email: 'person3@example.com' }];
		expect(await run({ ...parameters, options: checked }, people)).toEqual([
			{ email: 'PERSON2@example.com', success: true },
			{ email: 'person3@example.com', success: true },
		]);
		expect(routes().filter((route) => route.endsWith('/membership'))).toHaveLength(2);
	});

	test('people who were removed are no longer members', async () => {
		const remove = { ...inSegment(12), operation: 'removeCustomers', options: checked };
		const person = located('cio_id', 'cio_a3000001');
		expect(await run({ ...remove, person }, [{}])).toEqual([{ cio_id: 'a3000001', success: true }]);
		expect(sandbox.state.segments.find(({ id }) => id === 12)?.members).not.toContain('a3000001');
	});

	test('a membership that cannot be read fails the items, which were done', async () => {
		sandbox.fault({
			path: '/v1/segments/14/membership',
			act: { kind: 'status', status: 403, body: { errors: [{ detail: 'no scope' }] } },
		});
		const [json] = await run({ ...inSegment(14), options: checked }, [{ id: '1' }]);
		expect(json).toMatchObject({
			error: 'no scope, after the item succeeded',
			mayHaveSucceeded: true,
		});
	});

	test('the check needs it', async () => {
		const [json] = await run({ ...inSegment(14), options: checked }, [{ id: '1' }], false);
		expect(json?.error).toBe('Check Membership: needs a Customer.io App API credential');
		expect(sandbox.requests).toEqual([]);
	});
});
