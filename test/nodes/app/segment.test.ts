import { located, pairs, startApp, type AppNode } from '../../support/appNode.ts';

let app: AppNode;
beforeAll(async () => {
	app = await startApp();
});
afterAll(async () => await app.sandbox.stop());

const segment = (operation: string, parameters: object = {}) => ({
	resource: 'segment',
	operation,
	...parameters,
});
const byItem = { segmentId: located('={{ $json.id }}') };

describe('segment', () => {
	it('gets many, one item each, paired with the input item', async () => {
		const { items, json, routes, requests } = await app.run(
			segment('getAll', { returnAll: true }),
			[{}, {}],
		);
		expect(routes).toEqual(['GET /v1/segments', 'GET /v1/segments']);
		expect(requests[0]?.headers.authorization).toBe('Bearer sandbox-app-key');
		expect(requests[0]?.bodyText).toBe('');
		expect(json).toHaveLength(2 * app.sandbox.state.segments.length);
		expect(json[0]).toMatchObject({ id: 1, name: 'Everyone with an email' });
		expect(new Set(pairs(items))).toEqual(new Set([0, 1]));
	});

	it('gets at most the limit', async () => {
		const { json } = await app.run(segment('getAll', { returnAll: false, limit: 2 }));
		expect(json).toHaveLength(2);
	});

	it('creates, fetches and deletes, and shares nothing between items', async () => {
		const created = await app.run(
			segment('create', {
				name: '={{ $json.name }}',
				additionalFields: { description: '={{ $json.description }}' },
			}),
			[{ name: 'Kunden "Süd"', description: 'with text' }, { name: 'Other' }],
		);
		expect(created.routes).toEqual(['POST /v1/segments', 'POST /v1/segments']);
		expect(created.requests.map(({ body }) => body)).toEqual([
			{ segment: { name: 'Kunden "Süd"', description: 'with text' } },
			{ segment: { name: 'Other' } },
		]);
		expect(created.requests[0]?.headers['content-type']).toBe('application/json');
		expect(pairs(created.items)).toEqual([0, 1]);

		const ids = created.json.map(({ id }) => ({ id }));
		const fetched = await app.run(segment('get', byItem), ids);
		expect(fetched.routes).toEqual(ids.map(({ id }) => `GET /v1/segments/${String(id)}`));
		expect(fetched.json.map(({ name }) => name)).toEqual(['Kunden "Süd"', 'Other']);

		const deleted = await app.run(segment('delete', byItem), ids);
		expect(deleted.routes).toEqual(ids.map(({ id }) => `DELETE /v1/segments/${String(id)}`));
		expect(deleted.json).toEqual([{ deleted: true }, { deleted: true }]);
		expect(pairs(deleted.items)).toEqual([0, 1]);
		expect(app.sandbox.state.segments.map(({ name }) => name)).not.toContain('Other');
	});

	it('keeps an empty description that was added on purpose', async () => {
		const { requests } = await app.run(
			segment('create', { name: 'Empty', additionalFields: { description: '' } }),
		);
		expect(requests[0]?.body).toEqual({ segment: { name: 'Empty', description: '' } });
	});

	it('counts people', async () => {
		const { json, routes } = await app.run(segment('getCustomerCount', byItem), [{ id: 12 }]);
		expect(routes).toEqual(['GET /v1/segments/12/customer_count']);
		expect(json).toEqual([{ segment_id: 12, count: expect.any(Number) }]);
	});

	it('gets members in pages of the largest size', async () => {
		const members = await app.run(segment('getMembership', { ...byItem, returnAll: true }), [
			{ id: 12 },
		]);
		expect(members.routes).toEqual(['GET /v1/segments/12/membership?limit=30000']);
		expect(members.json[0]).toEqual({ email: 'person1@example.com', id: '1', cio_id: 'a3000001' });

		const some = await app.run(segment('getMembership', { ...byItem, limit: 3 }), [{ id: 12 }]);
		expect(some.routes).toEqual(['GET /v1/segments/12/membership?limit=3']);
		expect(some.json).toEqual(members.json.slice(0, 3));
		expect(pairs(some.items)).toEqual([0, 0, 0]);
	});

	it('returns no item for an empty list', async () => {
		const { json } = await app.run(segment('getMembership', { ...byItem, returnAll: true }), [
			{ id: 14 },
		]);
		expect(json).toEqual([]);
	});

	it('gets what uses a segment', async () => {
		const { json, routes } = await app.run(segment('getUsedBy', byItem), [{ id: 7 }]);
		expect(routes).toEqual(['GET /v1/segments/7/used_by']);
		expect(json).toEqual([{ campaigns: [5], sent_newsletters: [10], draft_newsletters: [] }]);
	});

	it("passes on Customer.io's message, with the item and how to fix it", async () => {
		const { error, requests } = await app.run(segment('get', byItem), [{ id: 4 }, { id: 999 }]);
		expect(requests).toHaveLength(2);
		expect(error?.message).toBe('no segment 999');
		expect(error?.description).toMatch(/Check the ID/);
		expect(error?.description).toMatch(/Item 2 of 2 failed. 1 item succeeded/);
	});

	it('warns only about items that a rerun would send again', async () => {
		const first = await app.run(segment('get', byItem), [{ id: 'Café' }, { id: 4 }]);
		expect(first.error?.description).toMatch(
			/Item 1 of 2 failed. 0 items succeeded\. Set On Error/,
		);
		expect(first.error?.description).not.toMatch(/second run/);
		const second = await app.run(segment('get', byItem), [{ id: 4 }, { id: 999 }]);
		expect(second.error?.description).toMatch(
			/1 item succeeded\. A second run .* sends those again/,
		);
	});

	it('continues after a failed item if the workflow is set to continue', async () => {
		const { items, json } = await app.run(
			segment('get', byItem),
			[{ id: 'Café' }, { id: 4 }, { id: 999 }],
			{ onError: 'continueRegularOutput' },
		);
		expect(json).toEqual([
			expect.objectContaining({
				error: 'Segment: must be the ID of a segment, which is a number, but is "Café"',
			}),
			expect.objectContaining({ id: 4 }),
			expect.objectContaining({ error: 'no segment 999', httpCode: '404' }),
		]);
		expect(pairs(items)).toEqual([0, 1, 2]);
	});

	it('accepts a date for a string, written as in JSON', async () => {
		const { json } = await app.run(
			segment('create', { name: '={{ DateTime.fromISO($json.at, { zone: "utc" }) }}' }),
			[{ at: '2026-12-31T18:00:00Z' }],
		);
		expect(json[0]).toMatchObject({ name: '2026-12-31T18:00:00.000Z' });
		const dates = await app.run(segment('create', { name: '={{ new Date(0) }}' }));
		expect(dates.json[0]).toMatchObject({ name: '1970-01-01T00:00:00.000Z' });
	});

	it('sends nothing when the segment is missing', async () => {
		const { error, requests } = await app.run(segment('delete', byItem), [
			{ id: '' },
			{ id: null },
		]);
		expect(requests).toEqual([]);
		expect(error).toMatchObject({
			message: 'Segment: is required but empty for this item',
			description: expect.stringMatching(/Choose one from the list or enter its ID/),
		});
	});
});
