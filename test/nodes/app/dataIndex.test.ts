import { located, startApp, type AppNode } from '../../support/appNode.ts';

let app: AppNode;
beforeAll(async () => {
	app = await startApp();
});
afterAll(async () => await app.sandbox.stop());

const update = (operation: string, parameters: object = {}) => ({
	resource: 'dataIndex',
	operation,
	...parameters,
});

describe('data index', () => {
	it('accepts descriptions of attributes', async () => {
		const { routes, requests, json, error } = await app.run(
			update('updateAttributes', {
				attributes: {
					values: [
						{ name: 'plan', description: 'What is paid' },
						{
							name: 'seats',
							description: '',
							additionalFields: {
								privacyLevel: '1',
								objectTypeId: located(1),
								isRelationship: true,
								eventName: 'order',
							},
						},
					],
				},
			}),
		);
		expect(error).toBeUndefined();
		expect(routes).toEqual(['POST /v1/data_index/attributes']);
		expect(requests[0]?.body).toEqual({
			attributes: [
				{ name: 'plan', description: 'What is paid' },
				{
					name: 'seats',
					privacy_level: 1,
					object_type_id: 1,
					is_relationship: true,
					event_name: 'order',
				},
			],
		});
		expect(json).toEqual([{ success: true }]);
	});

	it('accepts descriptions of events, and retries after a failure', async () => {
		app.sandbox.fault({ method: 'POST', act: { kind: 'resetAfter' } });
		const events = [{ name: 'purchase', description: 'Paid' }];
		const { routes, requests, error } = await app.run(
			update('updateEvents', { eventsInput: 'json', eventsJson: '={{ $json.events }}' }),
			[{ events }],
		);
		expect(error).toBeUndefined();
		expect(routes).toEqual(['POST /v1/data_index/events', 'POST /v1/data_index/events']);
		expect(requests[1]?.body).toEqual({ events });
	});

	it.each<[object, RegExp]>([
		[{}, /^Events: is required/],
		[
			{ eventsInput: 'json', eventsJson: '={{ Array(101).fill({ name: "a" }) }}' },
			/^Events: must have at most 100 entries, but has 101/,
		],
		[
			{ events: { values: [{ name: 'a', description: '={{ "x".repeat(256) }}' }] } },
			/^Description: must have at most 255 characters/,
		],
	])('stops before sending: %j', async (parameters, message) => {
		const { error, requests } = await app.run(update('updateEvents', parameters));
		expect(requests).toEqual([]);
		expect(error?.message).toMatch(message);
	});
});
