import { startApp, type AppNode } from '../../support/appNode.ts';

let app: AppNode;
beforeAll(async () => {
	app = await startApp();
});
afterEach(() => app.sandbox.clearFaults());
afterAll(async () => await app.sandbox.stop());

const call = (method: string, path: string, additionalFields: object = {}) => ({
	resource: 'apiRequest',
	operation: 'send',
	method,
	path,
	additionalFields,
});

describe('API request', () => {
	it('calls any endpoint with the same key and returns the whole response', async () => {
		const { routes, requests, json } = await app.run(
			call('GET', '/v1/newsletters?sort=asc', {
				query: { values: [{ name: 'limit', value: '={{ 1 }}' }] },
			}),
		);
		expect(routes).toEqual(['GET /v1/newsletters?sort=asc&limit=1']);
		expect(requests[0]?.headers.authorization).toBe('Bearer sandbox-app-key');
		expect(json[0]).toHaveProperty('newsletters');
	});

	it('sends a body', async () => {
		const body = { name: 'raw', value: 'é' };
		const { requests, routes } = await app.run(
			call('PUT', '={{ "/v1/snippets" }}', { body: '={{ $json }}' }),
			[body],
		);
		expect(routes).toEqual(['PUT /v1/snippets']);
		expect(requests[0]?.body).toEqual(body);

		const list = await app.run(call('POST', '/v1/newer', { body: '={{ [1] }}' }));
		expect(list.requests[0]?.body).toEqual([1]);
	});

	it('prefers fields to JSON and both to the path, and writes all values as text', async () => {
		const { routes } = await app.run(
			call('GET', '/v1/newsletters?sort=asc&limit=1', {
				queryJson: { sort: 'desc', limit: 2 },
				query: { values: [{ name: 'limit', value: '={{ 3 }}' }] },
			}),
		);
		expect(routes).toEqual(['GET /v1/newsletters?sort=desc&limit=3']);
	});

	it('writes a date in a parameter as text, in fields and in JSON', async () => {
		const date = 'new Date(0)';
		const { routes } = await app.run(
			call('GET', '/v1/newsletters', {
				queryJson: `={{ { to: ${date} } }}`,
				query: { values: [{ name: 'from', value: `={{ ${date} }}` }] },
			}),
		);
		const written = '1970-01-01T00%3A00%3A00.000Z';
		expect(routes).toEqual([`GET /v1/newsletters?to=${written}&from=${written}`]);
	});

	it('omits a parameter that has no value for the item', async () => {
		const { routes } = await app.run(
			call('GET', '/v1/newsletters', {
				queryJson: '={{ ({ limit: $json.none, start: null, sort: "asc" }) }}',
				query: { values: [{ name: 'type', value: '={{ null }}' }] },
			}),
		);
		expect(routes).toEqual(['GET /v1/newsletters?sort=asc']);
	});

	it('keeps a parameter that occurs twice in the path', async () => {
		const path = '/v1/newsletters?tag=a&tag=b&sort=asc';
		const { routes } = await app.run(call('GET', path));
		expect(routes).toEqual(['GET /v1/newsletters?tag=a&sort=asc&tag=b']);
		const replaced = await app.run(
			call('GET', path, { query: { values: [{ name: 'tag', value: 'c' }] } }),
		);
		expect(replaced.routes).toEqual(['GET /v1/newsletters?tag=c&sort=asc']);
	});

	it.each([
		['Query Parameters', { query: { values: [{ name: ' ', value: '1' }] } }],
		['Query Parameters (JSON)', { queryJson: '["limit"]' }],
	])('rejects a pair without a name: %s', async (field, fields) => {
		const { error, requests } = await app.run(call('GET', '/v1/newsletters', fields));
		expect(requests).toEqual([]);
		expect(error?.message).toMatch(`${field}: `);
	});

	it('accepts only the listed methods', async () => {
		const { error, requests } = await app.run(call('={{ "PATCH" }}', '/v1/newsletters'));
		expect(requests).toEqual([]);
		expect(error?.message).toBe('Method: must be one of GET, POST, PUT, DELETE, but is "PATCH"');
	});

	it('retries a GET after a failure, but not a POST', async () => {
		app.sandbox.fault({ path: '/v1/segments', act: { kind: 'status', status: 503 } });
		const get = await app.run(call('GET', '/v1/segments'));
		expect(get.requests.map(({ status }) => status)).toEqual([503, 200]);

		app.sandbox.fault({ path: '/v1/segments', act: { kind: 'status', status: 503 } });
		const post = await app.run(
			call('POST', '/v1/segments', { body: '{"segment": {"name": "x"}}' }),
		);
		expect(post.requests.map(({ status }) => status)).toEqual([503]);
	});

	it.each([
		'segments',
		'https://evil.example/v1/segments',
		'//evil.example/v1',
		'/v1/../admin',
		'/v1/..\\..\\admin',
		'/v1/segments#part',
		'/v1/%2e%2E/x',
		'/v1/a b',
		'/v1/ü',
		'',
	])('rejects a path outside the API: %j', async (path) => {
		const { error, requests } = await app.run(call('GET', '={{ $json.path }}'), [{ path }]);
		expect(requests).toEqual([]);
		expect(error?.message).toMatch(/^Path: /);
	});

	it('says what is wrong with a body', async () => {
		const { error, requests } = await app.run(call('POST', '/v1/segments', { body: '{"a"' }));
		expect(requests).toEqual([]);
		expect(error?.message).toMatch(/^Body \(JSON\): is not valid JSON/);
	});
});
