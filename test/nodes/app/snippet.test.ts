import { located, pairs, startApp, type AppNode } from '../../support/appNode.ts';

let app: AppNode;
beforeAll(async () => {
	app = await startApp();
});
afterAll(async () => await app.sandbox.stop());

const snippet = (operation: string, parameters: object = {}) => ({
	resource: 'snippet',
	operation,
	...parameters,
});
const content = { name: '={{ $json.name }}', value: '={{ $json.value }}' };

describe('snippet', () => {
	it('creates, replaces, lists and deletes, whatever its name', async () => {
		const name = 'Grüße/50% & {mehr}';
		const created = await app.run(snippet('create', content), [{ name, value: '<p>1</p>' }]);
		expect(created.routes).toEqual(['POST /v1/snippets']);
		expect(created.requests[0]?.body).toEqual({ name, value: '<p>1</p>' });

		const replaced = await app.run(snippet('upsert', content), [{ name, value: '<p>2</p>' }]);
		expect(replaced.routes).toEqual(['PUT /v1/snippets']);
		expect(replaced.json).toEqual([{ name, value: '<p>2</p>', updated_at: expect.any(Number) }]);

		const listed = await app.run(snippet('getAll', { returnAll: true }));
		expect(listed.json).toContainEqual(replaced.json[0]);

		const deleted = await app.run(
			snippet('delete', { snippetName: located('={{ $json.name }}') }),
			[{ name }],
		);
		expect(deleted.routes).toEqual([
			'DELETE /v1/snippets/Gr%C3%BC%C3%9Fe%2F50%25%20%26%20%7Bmehr%7D',
		]);
		expect(deleted.json).toEqual([{ deleted: true }]);
		expect(app.sandbox.state.snippets.map((snippet) => snippet.name)).not.toContain(name);
	});

	it('writes to one path in item order, however many items run at once', async () => {
		const items = Array.from({ length: 20 }, (_, n) => ({ name: 'order', value: `v${n}` }));
		app.sandbox.fault({ method: 'PUT', times: Infinity, every: 3, act: { kind: 'delay', ms: 15 } });
		const run = await app.run(snippet('upsert', content), items);
		app.sandbox.clearFaults();
		expect(run.requests.map(({ body }) => (body as { value: string }).value)).toEqual(
			items.map(({ value }) => value),
		);
		expect(pairs(run.items)).toEqual(items.map((_, n) => n));
		expect(app.sandbox.state.snippets.find(({ name }) => name === 'order')?.value).toBe('v19');
	});

	it.each(['..', '.', 'a\nb', ' '])('rejects the name %j before anything is sent', async (name) => {
		const run = await app.run(snippet('delete', { snippetName: located('={{ $json.name }}') }), [
			{ name },
		]);
		expect(run.requests).toEqual([]);
		expect(run.error?.message).toMatch(/^Snippet: /);
	});

	it("passes on Customer.io's message that a snippet is in use", async () => {
		const [snippetInUse] = app.sandbox.state.snippetsInUse;
		const { error } = await app.run(snippet('delete', { snippetName: located(snippetInUse) }));
		expect(error?.message).toMatch(/use/);
		expect(error?.description).toMatch(/DELETE \/v1\/snippets\//);
	});

	it('needs a value', async () => {
		const { error, requests } = await app.run(snippet('create', content), [
			{ name: 'x', value: '' },
		]);
		expect(requests).toEqual([]);
		expect(error?.message).toBe('Value: is required but empty for this item');
	});
});
