import { startApp, type AppNode } from '../../support/appNode.ts';

let app: AppNode;
beforeAll(async () => {
	app = await startApp();
});
afterAll(async () => await app.sandbox.stop());

describe('info', () => {
	it('has an item for each IP address', async () => {
		const { routes, json } = await app.run({ resource: 'info', operation: 'getIpAddresses' });
		expect(routes).toEqual(['GET /v1/info/ip_addresses']);
		expect(json[0]).toEqual({ ip_address: expect.stringMatching(/^\d+\./) });
	});
});

describe('subscription center', () => {
	const center = (operation: string, parameters: object = {}) => ({
		resource: 'subscriptionCenter',
		operation,
		...parameters,
	});

	it('has topics and channels', async () => {
		const topics = await app.run(center('getTopics', { returnAll: true }));
		expect(topics.routes).toEqual(['GET /v1/subscription_topics']);
		expect(topics.json).toEqual(app.sandbox.state.topics);
		const channels = await app.run(center('getChannels', { returnAll: true }));
		expect(channels.routes).toEqual(['GET /v1/subscription_channels']);
	});

	it('returns a link for a person', async () => {
		const { routes, json } = await app.run(center('getToken', { person: '={{ $json.email }}' }), [
			{ email: 'person1@example.com' },
		]);
		expect(routes).toEqual(['GET /v1/subscription_center/person1%40example.com/token']);
		expect(json[0]).toEqual({ token: expect.any(String), url: expect.any(String) });
	});

	it("passes on Customer.io's message about an unknown person", async () => {
		const { error } = await app.run(center('getToken', { person: 'nobody' }));
		expect(error?.message).toMatch(/unknown or invalid customer_id "nobody"/);
	});
});
