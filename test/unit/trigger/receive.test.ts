/** A system clock that is corrected while events arrive. */
import type { IWebhookFunctions } from 'n8n-workflow';

import { receive } from '../../../nodes/CustomerIoAppTrigger/receive.ts';
import { openedEmail } from '../../support/triggerNode.ts';

const HOUR_MS = 3_600_000;

afterEach(() => jest.restoreAllMocks());

/** Sends one event, and returns how many events static data holds afterwards. */
async function sendTo(workflowId: string, staticData: { recentEvents?: string }): Promise<number> {
	const response = { headersSent: false, statusCode: 200 };
	const body = openedEmail();
	const context = {
		getNode: () => ({ id: 'node', parameters: { events: ['all'] } }),
		getCredentials: async () => ({}),
		getRequestObject: () => ({
			headers: {},
			body,
			rawBody: Buffer.from(JSON.stringify(body)),
			contentType: 'application/json',
		}),
		getResponseObject: () => response,
		getMode: () => 'trigger',
		getWorkflow: () => ({ id: workflowId }),
		getWorkflowStaticData: () => staticData,
	} as unknown as IWebhookFunctions;
	const { workflowData } = await receive(context);
	expect(workflowData).toHaveLength(1);
	response.headersSent = true;
	return staticData.recentEvents?.split(',').length ?? 0;
}

test.each([
	['ahead', HOUR_MS],
	['behind', -HOUR_MS],
])('events are saved once a second also after a clock that was %s', async (name, offset) => {
	const system = jest.spyOn(Date, 'now');
	const monotonic = jest.spyOn(performance, 'now');
	const staticData = {};
	system.mockReturnValue(1_700_000_000_000 + offset);
	monotonic.mockReturnValue(0);
	expect(await sendTo(name, staticData)).toBe(1);
	// Corrected.
	system.mockReturnValue(1_700_000_000_500);
	monotonic.mockReturnValue(500);
	expect(await sendTo(name, staticData)).toBe(1);
	system.mockReturnValue(1_700_000_001_500);
	monotonic.mockReturnValue(1500);
	expect(await sendTo(name, staticData)).toBe(3);
});
