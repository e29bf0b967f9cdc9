import { located, startApp, type AppNode } from '../../support/appNode.ts';

// A key may trigger once in ten seconds, so every test starts its own sandbox.
let app: AppNode;
beforeEach(async () => {
	app = await startApp();
});
afterEach(async () => await app.sandbox.stop());

const trigger = {
	resource: 'broadcast',
	operation: 'trigger',
	broadcastId: located(12),
	audience: 'emails',
	waitForCompletion: 'yes',
};

describe('a broadcast that is awaited', () => {
	it('fails with the errors of all pages if Customer.io sent it to nobody', async () => {
		const { json, error, requests } = await app.run({
			...trigger,
			emails: 'person1@example.com, nobody@example.com, nowhere@example.com',
		});
		expect(json).toEqual([]);
		expect(error?.message).toBe(
			'The broadcast was not sent: Customer with email nobody@example.com not found',
		);
		expect(error?.description).toMatch(/^Also: Customer with email nowhere@example.com not found/);
		expect(error?.description).toMatch(/Nobody received it.*Ignore Missing Emails/);
		expect(requests.filter(({ method }) => method === 'POST')).toHaveLength(1);
	});

	it('fails although people with the same email are included', async () => {
		const emails = 'nobody@example.com';
		const { error } = await app.run({ ...trigger, emails, emailAddDuplicates: true });
		expect(error?.message).toMatch(/was not sent/);
	});

	it('is an error item with On Error = Continue', async () => {
		const { json } = await app.run({ ...trigger, emails: 'nobody@example.com' }, [{}], {
			onError: 'continueRegularOutput',
		});
		expect(json).toEqual([
			expect.objectContaining({ error: expect.stringMatching(/was not sent/) as unknown }),
		]);
		expect(json[0]).toMatchObject({ mayHaveSucceeded: false });
	});

	it('returns its state and whom it left out, with the errors of all pages', async () => {
		app.sandbox.fault({
			path: /\/errors$/,
			act: { kind: 'status', status: 200, body: { errors: ['first'], next: 7 } },
		});
		const { routes, json, error } = await app.run({
			...trigger,
			emails: 'person1@example.com, nobody@example.com',
			emailIgnoreMissing: true,
		});
		expect(error).toBeUndefined();
		const id = String(json[0]?.id);
		expect(routes[0]).toBe('POST /v1/campaigns/12/triggers');
		expect(routes[1]).toBe(`GET /v1/campaigns/12/triggers/${id}`);
		expect(routes.at(-2)).toBe(`GET /v1/campaigns/12/triggers/${id}/errors`);
		expect(routes.at(-1)).toBe(`GET /v1/campaigns/12/triggers/${id}/errors?start=7`);
		expect(json[0]).toMatchObject({ broadcast_id: 12, trigger_id: Number(id) });
		expect(json[0]).toMatchObject({ processed_at: expect.any(Number) });
		expect((json[0]?.errors as string[])[0]).toBe('first');
	});

	it('has no errors if all went well', async () => {
		const { json } = await app.run({ ...trigger, emails: 'person1@example.com' });
		expect(json[0]).toMatchObject({ errors: [], processed_at: expect.any(Number) });
	});

	it('is not triggered again when the wait times out', async () => {
		app.sandbox.fault({
			path: /\/triggers\/\d+$/,
			times: Infinity,
			act: { kind: 'status', status: 200, body: { id: 1, processed_at: null } },
		});
		const { error, requests } = await app.run({
			...trigger,
			emails: 'person1@example.com',
			waitSeconds: 1,
		});
		expect(requests.filter(({ method }) => method === 'POST')).toHaveLength(1);
		expect(error?.message).toMatch(/^Broadcast trigger \d+ did not finish within 1 s/);
		expect(error?.description).toMatch(/do not start it again.*Get Trigger Status/);
	});

	it('says that it was triggered when its state cannot be fetched', async () => {
		app.sandbox.fault({
			path: /\/triggers\/\d+$/,
			act: { kind: 'status', status: 403, body: { errors: [{ detail: 'no scope' }] } },
		});
		const { error, requests } = await app.run({ ...trigger, emails: 'person1@example.com' });
		expect(requests.filter(({ method }) => method === 'POST')).toHaveLength(1);
		expect(error?.message).toMatch(/no scope, after the item succeeded$/);
		expect(error?.description).toMatch(/do not run this item again/);
	});
});
