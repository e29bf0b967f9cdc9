import { startApp, type AppNode } from '../../support/appNode.ts';

let app: AppNode;
beforeAll(async () => {
	app = await startApp();
});
afterAll(async () => await app.sandbox.stop());

const suppression = (operation: string, parameters: object = {}) => ({
	resource: 'espSuppression',
	operation,
	suppressionType: 'bounces',
	...parameters,
});
const byItem = { emailAddress: '={{ $json.email }}' };
const items = [{ email: 'full+mailbox/1@example.com' }];
const path = 'full%2Bmailbox%2F1%40example.com';

describe('ESP suppression', () => {
	it('is created without a body, found and deleted', async () => {
		const created = await app.run(suppression('create', byItem), items);
		expect(created.routes).toEqual([`POST /v1/esp/suppression/bounces/${path}`]);
		expect(created.requests[0]?.bodyText).toBe('');
		expect(created.json).toEqual([
			{ suppression_type: 'bounces', email_address: items[0]?.email, success: true },
		]);

		const searched = await app.run(suppression('search', byItem), items);
		expect(searched.routes).toEqual([`GET /v1/esp/search_suppression/${path}`]);
		expect(searched.json).toMatchObject([{ email: items[0]?.email, category: 'bounces' }]);

		const deleted = await app.run(suppression('delete', byItem), items);
		expect(deleted.routes).toEqual([`DELETE /v1/esp/suppression/bounces/${path}`]);
		expect(deleted.json).toEqual([{ deleted: true }]);
	});

	it('is retried after a failure, because it is idempotent', async () => {
		app.sandbox.fault({ method: 'POST', act: { kind: 'resetAfter' } });
		const { routes, error } = await app.run(suppression('create', byItem), items);
		expect(error).toBeUndefined();
		expect(routes).toHaveLength(2);
	});

	it('is listed by offset, and by domain', async () => {
		const listed = await app.run(
			suppression('getAll', { returnAll: true, filters: { domain: 'example.com' } }),
		);
		expect(listed.requests[0]?.query).toEqual({
			limit: '1000',
			offset: '0',
			domain: 'example.com',
		});
		const byDomain = await app.run(
			suppression('getByDomain', {
				domainName: 'mail.example.com',
				limit: 3,
				filters: { email: 'a@b.c' },
			}),
		);
		expect(byDomain.routes).toEqual([
			'GET /v1/esp/domains/mail.example.com/suppression/bounces?email=a%40b.c&limit=3',
		]);
	});

	it('rejects an invalid address and an invalid type', async () => {
		const noEmail = await app.run(suppression('create', { emailAddress: 'nobody' }));
		expect(noEmail.error?.message).toMatch(/^Email Address: must be an email address/);
		const noType = await app.run(suppression('create', { ...byItem, suppressionType: 'x' }), items);
		expect(noType.error?.message).toMatch(/^Suppression Type: must be one of blocks/);
		expect([...noEmail.requests, ...noType.requests]).toEqual([]);
	});
});
