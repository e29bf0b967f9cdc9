import { located, pairs, startApp, type AppNode } from '../../support/appNode.ts';

let app: AppNode;
beforeAll(async () => {
	app = await startApp();
});
afterAll(async () => await app.sandbox.stop());

const customer = (operation: string, parameters: object = {}) => ({
	resource: 'customer',
	operation,
	...parameters,
});
const inSegment = (id: unknown) => ({ condition: 'inSegment', segment: located(id, 'list') });

describe('person', () => {
	it('is found by an email with a plus', async () => {
		const { json, routes } = await app.run(
			customer('getByEmail', { email: 'ana+news@example.com' }),
		);
		expect(routes).toEqual(['GET /v1/customers?email=ana%2Bnews%40example.com']);
		expect(json).toEqual([expect.objectContaining({ id: 'user_123' })]);
	});

	it.each([
		['email', 'ana+news@example.com', 'ana%2Bnews%40example.com', '?id_type=email', 'user_123'],
		['id', 'org/42', 'org%2F42', '', 'org/42'],
		['id', 'zoë-ångström', 'zo%C3%AB-%C3%A5ngstr%C3%B6m', '', 'zoë-ångström'],
		['cio_id', 'a3000001', 'cio_a3000001', '?id_type=cio_id', '1'],
		['cio_id', 'cio_a3000001', 'cio_a3000001', '?id_type=cio_id', '1'],
		['phone', '+15551000000', '%2B15551000000', '?id_type=phone', '1'],
	])('is identified by %s %s', async (mode, value, path, query, id) => {
		const { json, routes } = await app.run(
			customer('getAttributes', { customerId: located('={{ $json.value }}', mode) }),
			[{ value }],
		);
		expect(routes).toEqual([`GET /v1/customers/${path}/attributes${query}`]);
		expect(json[0]).toMatchObject({
			id,
			attributes: expect.any(Object),
			devices: expect.any(Array),
		});
	});

	it.each(['..', '.', '', 'a\u0000b'])('stays in its path with the ID %j', async (value) => {
		const { error, requests } = await app.run(
			customer('getAttributes', { customerId: located('={{ $json.value }}') }),
			[{ value }],
		);
		expect(requests).toEqual([]);
		expect(error?.message).toMatch(/^Person: /);
	});

	it('keeps an ID with a percent sign and a number as they are', async () => {
		const { routes } = await app.run(
			customer('getSegments', { customerId: located('={{ $json.value }}') }),
			[{ value: '%2e%2e' }, { value: 42 }],
			{ onError: 'continueRegularOutput' },
		);
		expect(routes).toEqual([
			'GET /v1/customers/%252e%252e/segments',
			'GET /v1/customers/42/segments',
		]);
	});

	it('is searched by conditions on segments and attributes', async () => {
		const run = await app.run(
			customer('search', {
				filterMatch: 'and',
				filter: {
					conditions: [
						{ condition: 'notEq', field: 'plan', value: 'pro' },
						{
							condition: 'group',
							match: 'or',
							conditions: {
								conditions: [
									{ condition: 'eq', field: 'language', value: 'de' },
									{ condition: 'eq', field: 'language', value: 'en' },
								],
							},
						},
						inSegment(12),
						{ condition: 'exists', field: 'city' },
					],
				},
				returnAll: true,
			}),
		);
		expect(run.routes).toEqual(['POST /v1/customers?limit=1000']);
		expect(run.requests[0]?.body).toEqual({
			filter: {
				and: [
					{ not: { attribute: { field: 'plan', operator: 'eq', value: 'pro' } } },
					{
						or: [
							{ attribute: { field: 'language', operator: 'eq', value: 'de' } },
							{ attribute: { field: 'language', operator: 'eq', value: 'en' } },
						],
					},
					{ segment: { id: 12 } },
					{ attribute: { field: 'city', operator: 'exists' } },
				],
			},
		});
		expect(run.json.length).toBeGreaterThan(0);
		expect(Object.keys(run.json[0] ?? {}).sort()).toEqual(['cio_id', 'email', 'id']);
	});

	it.each([
		['and', { conditions: [inSegment(4)] }, { segment: { id: 4 } }],
		['none', { conditions: [inSegment(4)] }, { not: { segment: { id: 4 } } }],
		[
			'none',
			{ conditions: [inSegment(4), inSegment(7)] },
			{ not: { or: [{ segment: { id: 4 } }, { segment: { id: 7 } }] } },
		],
		[
			'or',
			{ conditions: [inSegment(4), inSegment(7)] },
			{ or: [{ segment: { id: 4 } }, { segment: { id: 7 } }] },
		],
	])('is searched with "%s" of the conditions', async (filterMatch, filter, expected) => {
		const { requests } = await app.run(customer('search', { filterMatch, filter }));
		expect(requests[0]?.body).toEqual({ filter: expected });
	});

	it('is searched by a filter as JSON, from an expression or as text', async () => {
		const filter = { not: { segment: { id: 7 } } };
		const { requests } = await app.run(
			customer('search', { filterInput: 'json', filterJson: '={{ $json.filter }}' }),
			[{ filter }, { filter: JSON.stringify(filter) }],
		);
		expect(requests.map(({ body }) => body)).toEqual([{ filter }, { filter }]);
	});

	it.each([
		[{}, /^Filter: has no condition/],
		[{ and: [] }, /^Filter: has a group without conditions/],
		[{ segment: { id: 4 }, not: {} }, /^Filter: has 2 keys/],
		[{ segment: { id: 'four' } }, /^Filter: needs a number/],
		[
			{ attribute: { field: 'plan', operator: 'ne', value: 'x' } },
			/^Filter: needs a field and the operator/,
		],
		[{ people: 1 }, /^Filter: has the unknown key "people"/],
		['{', /^Filter: is not valid JSON/],
	])('rejects the filter %j before sending', async (filter, message) => {
		const { error, requests } = await app.run(
			customer('search', { filterInput: 'json', filterJson: '={{ $json.filter }}' }),
			[{ filter }],
		);
		expect(requests).toEqual([]);
		expect(error?.message).toMatch(message);
	});

	it('needs a condition', async () => {
		const { error, requests } = await app.run(customer('search', { filter: {} }));
		expect(requests).toEqual([]);
		expect(error).toMatchObject({
			message: 'Filter: has no condition',
			description: expect.stringMatching(/Add a segment or an attribute condition/),
		});
	});

	it('is fetched with up to 99 others in one request, from text or a list', async () => {
		const parameters = customer('getManyAttributes', {
			idType: 'email',
			ids: '={{ $json.emails }}',
		});
		const run = await app.run(parameters, [
			{ emails: 'person1@example.com, ana+news@example.com' },
			{ emails: ['person2@example.com', 'nobody@example.com'] },
		]);
		expect(run.routes).toEqual(Array(2).fill('POST /v1/customers/attributes?id_type=email'));
		expect(run.requests.map(({ body }) => body)).toEqual([
			{ ids: ['person1@example.com', 'ana+news@example.com'] },
			{ ids: ['person2@example.com', 'nobody@example.com'] },
		]);
		expect(run.json.map(({ id }) => id)).toEqual(['1', 'user_123', '2']);
		expect(pairs(run.items)).toEqual([0, 0, 1]);

		// More than n8n's default limit of 50.
		const eighty = Array.from({ length: 80 }, () => 'person1@example.com');
		expect((await app.run(parameters, [{ emails: eighty }])).items).toHaveLength(80);

		const many = await app.run(parameters, [
			{ emails: Array.from({ length: 101 }, (_, n) => `p${n}@x.y`) },
		]);
		expect(many.requests).toEqual([]);
		expect(many.error?.message).toBe('Identifiers: must have at most 100, but has 101');
	});

	it('has segments, messages, activities, relationships and preferences', async () => {
		const person = { customerId: located('person1@example.com', 'email') };
		const segments = await app.run(customer('getSegments', { ...person, returnAll: true }));
		expect(segments.routes).toEqual([
			'GET /v1/customers/person1%40example.com/segments?id_type=email',
		]);
		expect(segments.json).toContainEqual(expect.objectContaining({ id: 12, name: 'Beta testers' }));

		const messages = await app.run(
			customer('getMessages', {
				...person,
				returnAll: true,
				filters: { startTs: '2025-06-01T00:00:00Z', endTs: 1_890_000_000 },
			}),
		);
		expect(messages.routes).toEqual([
			'GET /v1/customers/person1%40example.com/messages?id_type=email&start_ts=1748736000&end_ts=1890000000&limit=1000',
		]);

		const activities = await app.run(
			customer('getActivities', {
				...person,
				limit: 2,
				type: 'sent_email',
				filters: { name: 'x y' },
			}),
		);
		expect(activities.routes).toEqual([
			'GET /v1/customers/person1%40example.com/activities?id_type=email&name=x%20y&type=sent_email&limit=2',
		]);

		const relationships = await app.run(
			customer('getRelationships', { ...person, returnAll: true }),
		);
		expect(relationships.routes).toEqual([
			'GET /v1/customers/person1%40example.com/relationships?id_type=email',
		]);
		expect(relationships.json[0]).toMatchObject({
			object_type_id: 1,
			identifiers: { object_id: 'acme' },
		});

		const preferences = await app.run(
			customer('getSubscriptionPreferences', { ...person, additionalFields: { language: 'de' } }),
		);
		expect(preferences.routes).toEqual([
			'GET /v1/customers/person1%40example.com/subscription_preferences?id_type=email&language=de',
		]);
		expect(preferences.json[0]).toMatchObject({ id: '1', topics: expect.any(Array) });
	});

	it('treats an empty cell as an omitted date', async () => {
		const { routes } = await app.run(
			customer('getMessages', {
				customerId: located('1'),
				limit: 1,
				filters: { startTs: '={{ $json.since }}' },
			}),
			[{ since: '' }, { since: null }, {}],
		);
		expect(routes).toEqual(Array(3).fill('GET /v1/customers/1/messages?limit=1'));
	});

	it('reports an invalid date', async () => {
		const { error, requests } = await app.run(
			customer('getMessages', {
				customerId: located('1'),
				filters: { startTs: '={{ $json.since }}' },
			}),
			[{ since: 'last week' }],
		);
		expect(requests).toEqual([]);
		expect(error).toMatchObject({
			message: 'Created After: must be a date and time, but is "last week"',
			description: expect.stringMatching(/ISO 8601/),
		});
	});
});
