import { located, startApp, type AppNode } from '../../support/appNode.ts';
import { expectCase, specOperations, sentBy, type Case } from '../../support/cases.ts';

let app: AppNode;
beforeAll(async () => {
	app = await startApp();
});
afterAll(async () => await app.sandbox.stop());

const broadcastId = located('12');
const action = { broadcastId, actionId: located('96') };

/** Triggering has a separate test. */
const elsewhere = [
	'trigger',
	'getTriggerStatus',
	'getTriggerErrors',
	'getTriggers',
	'getAll',
	'get',
];

const cases: Case[] = [
	{
		operation: 'getActions',
		parameters: { broadcastId, returnAll: true },
		route: 'GET /v1/broadcasts/12/actions',
	},
	{
		operation: 'getAction',
		parameters: action,
		route: 'GET /v1/broadcasts/12/actions/96',
		gives: { id: 96 },
	},
	{
		operation: 'updateAction',
		parameters: {
			...action,
			actionType: 'webhook',
			updateFields: { url: 'https://example.com/', sendingState: 'off' },
		},
		route: 'PUT /v1/broadcasts/12/actions/96',
		body: { url: 'https://example.com/', sending_state: 'off' },
	},
	{
		operation: 'getActionTranslation',
		parameters: { ...action, language: 'es' },
		route: 'GET /v1/broadcasts/12/actions/96/language/es',
		gives: { id: 96 },
	},
	{
		operation: 'updateActionTranslation',
		parameters: { ...action, language: 'es', actionType: 'sms', updateFields: { body: '¡Hola!' } },
		route: 'PUT /v1/broadcasts/12/actions/96/language/es',
		body: { body: '¡Hola!' },
	},
	{
		operation: 'getMetrics',
		parameters: { broadcastId, additionalFields: { type: 'in_app' } },
		route: 'GET /v1/broadcasts/12/metrics?period=days&steps=0&type=in_app',
		gives: { series: { sent: [0, 12] } },
	},
	{
		operation: 'getLinkMetrics',
		parameters: { broadcastId, filters: { unique: false } },
		route: 'GET /v1/broadcasts/12/metrics/links?period=days&steps=0&unique=false',
	},
	{
		operation: 'getActionMetrics',
		parameters: { ...action, period: 'hours', steps: 2 },
		route: 'GET /v1/broadcasts/12/actions/96/metrics?period=hours&steps=2',
	},
	{
		operation: 'getActionLinkMetrics',
		parameters: { ...action, filters: { type: 'whatsapp', unique: true } },
		route:
			'GET /v1/broadcasts/12/actions/96/metrics/links?period=days&steps=0&type=whatsapp&unique=true',
	},
	{
		operation: 'getMessages',
		parameters: {
			broadcastId,
			returnAll: true,
			metric: 'sent',
			filters: { type: 'email', state: 'sent', getTrackedResponses: true },
		},
		prepare: sentBy({ kind: 'broadcast', broadcastId: 12, triggerId: 1, actionId: 96 }),
		route:
			'GET /v1/broadcasts/12/messages?type=email&state=sent&metric=sent&get_tracked_responses=true',
		gives: { type: 'email' },
	},
];

describe('broadcast', () => {
	it('has every operation of the API spec', () => {
		const covered = cases.map(({ operation }) => operation);
		expect([...elsewhere, ...covered]).toEqual(specOperations('broadcast'));
	});

	it.each(cases)('$operation', async (testCase) => await expectCase(app, 'broadcast', testCase));
});
