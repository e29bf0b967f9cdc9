import { appProperties } from '../../../tools/docs/nodeProperties.ts';
import { assigned, located, startApp, type AppNode } from '../../support/appNode.ts';

let app: AppNode;
beforeAll(async () => {
	app = await startApp();
});
afterAll(async () => await app.sandbox.stop());

const live = (operation: string, parameters: object = {}) => ({
	resource: 'liveNotification',
	operation,
	...parameters,
});
const person = { identifiers: located('person1@example.com', 'email') };
const segments = {
	layout: 'segments',
	header: 'Order 12',
	status: 'On its way',
	segmentsTotal: 4,
	segmentsComplete: 0,
};

describe('live notification', () => {
	it('of segments is started', async () => {
		const { routes, requests, json, error } = await app.run(
			live('start', {
				...person,
				...segments,
				substatus: '10 min',
				trailingText: 'x',
				alert: { title: 'On its way', body: 'Ä', sound: 'default' },
				additionalFields: {
					platform: 'ios',
					deviceId: 't',
					appIdentifier: 'com.example',
					deepLink: 'app://1',
					expiration: '={{ Math.floor(Date.now() / 1000) + 3600 }}',
				},
			}),
		);
		expect(error).toBeUndefined();
		expect(routes).toEqual(['POST /v1/live_notifications/start']);
		expect(requests[0]?.body).toEqual({
			identifiers: { email: 'person1@example.com' },
			notification_type: 'io.customer.livenotifications.segments',
			attributes: { header: 'Order 12' },
			content_state: {
				status: 'On its way',
				substatus: '10 min',
				segmentsTotal: 4,
				segmentsComplete: 0,
				trailingText: 'x',
			},
			platform: 'ios',
			device_id: 't',
			app_identifier: 'com.example',
			push_payload: { alert: { title: 'On its way', body: 'Ä', sound: 'default' } },
			deep_link: 'app://1',
			expiration: expect.any(Number),
		});
		expect(json[0]).toHaveProperty('instance_id');
	});

	it('of a countdown, or of a custom app, is started', async () => {
		const countdown = await app.run(
			live('start', {
				identifiers: located('a3000001', 'internal'),
				layout: 'countdown',
				header: 'Sale',
				countdownTitle: 'Ends soon',
				statusMessage: 'Hurry',
				endTime: '2027-01-01T00:00:00Z',
			}),
		);
		expect(countdown.error).toBeUndefined();
		expect(countdown.requests[0]?.body).toEqual({
			identifiers: { internal: 'cio_a3000001' },
			notification_type: 'io.customer.livenotifications.countdowntimer',
			attributes: { header: 'Sale' },
			content_state: { title: 'Ends soon', statusMessage: 'Hurry', endTime: 1798761600 },
		});
		const customApp = await app.run(
			live('start', {
				...person,
				notificationType: 'com.example.delivery',
				attributes: assigned({ order: 12 }),
				contentStateInput: 'json',
				contentStateJson: '{"eta": 5}',
			}),
		);
		expect(customApp.requests[0]?.body).toEqual({
			identifiers: { email: 'person1@example.com' },
			notification_type: 'com.example.delivery',
			attributes: { order: 12 },
			content_state: { eta: 5 },
		});
	});

	it('is updated, ended and fetched', async () => {
		const id = { instanceId: '={{ $json.id }}' };
		const items = [{ id: '01J9Z3N6T3B7Q0M1' }];
		const updated = await app.run(
			live('update', {
				...id,
				...segments,
				additionalFields: { attributesJson: '{"a": 1}', deepLink: 'app://2' },
			}),
			items,
		);
		expect(updated.routes).toEqual(['POST /v1/live_notifications/update']);
		expect(updated.requests[0]?.body).toEqual({
			instance_id: items[0]?.id,
			content_state: { status: 'On its way', segmentsTotal: 4, segmentsComplete: 0 },
			attributes: { a: 1 },
			deep_link: 'app://2',
		});
		const ended = await app.run(live('end', id), items);
		expect(ended.requests[0]?.body).toEqual({ instance_id: items[0]?.id });
		const final = await app.run(
			live('end', { ...id, layout: 'custom', contentState: assigned({ eta: 0 }) }),
			items,
		);
		expect(final.requests[0]?.body).toMatchObject({ content_state: { eta: 0 } });
		const fetched = await app.run(live('get', id), items);
		expect(fetched.routes).toEqual(['GET /v1/live_notifications/01J9Z3N6T3B7Q0M1']);
		expect(fetched.json[0]).toHaveProperty('last_delivery');
	});

	it('describes what a device cannot know', async () => {
		const rows = await appProperties();
		const descriptionOf = (collection: string, entry: string) =>
			rows
				.filter(({ name }) => name === collection)
				.flatMap(({ options = [] }) => options)
				.flatMap((option) =>
					option.name === entry && 'description' in option ? [option.description] : [],
				);
		expect(descriptionOf('alert', 'title')).toEqual([expect.stringMatching(/iOS/)]);
		expect(descriptionOf('additionalFields', 'attributes')).toContainEqual(
			expect.stringMatching(/such as the header.* need them again/),
		);
	});

	it('is not started twice after a lost response', async () => {
		app.sandbox.fault({ method: 'POST', act: { kind: 'resetAfter' } });
		const { requests, error } = await app.run(live('start', { ...person, ...segments }));
		expect(requests).toHaveLength(1);
		expect(error?.description).toMatch(/may still have succeeded/);
	});

	it.each<[object, RegExp]>([
		[
			{ additionalFields: { expiration: '={{ Math.floor(Date.now() / 1000) + 22000 }}' } },
			/^Expiration: must be at most 6 hours ahead/,
		],
		[{ segmentsTotal: '={{ 21 }}' }, /^Segments Total: must be at most 20, but is 21/],
		[{ alert: { title: 'A' } }, /^Alert Body: is required together with "Alert Title"/],
		[{ layout: 'custom', notificationType: '={{ "x" }}' }, /^Attributes: is required/],
		[
			{
				layout: 'custom',
				notificationType: '={{ "x" }}',
				attributesInput: 'json',
				attributesJson: '{}',
			},
			/^Attributes: is required but empty for this item/,
		],
	])('stops before sending: %j', async (parameters, message) => {
		const { error, requests } = await app.run(
			live('start', { ...person, ...segments, ...parameters }),
		);
		expect(requests).toEqual([]);
		expect(error?.message).toMatch(message);
	});
});
