/** Filters whose values are selected from the workspace's lists. */
import { sampleCredentials } from '../../../tools/engine/sampleCredentials.ts';
import { loadOptions } from '../../../tools/engine/harness.ts';
import { startSandbox, type Sandbox } from '../../../tools/sandbox/sandbox.ts';
import { openedEmail, signed, triggerOn, triggerType } from '../../support/triggerNode.ts';

let sandbox: Sandbox;
beforeAll(async () => {
	sandbox = await startSandbox({ limits: false });
});
afterAll(async () => await sandbox.stop());

const list = async (method: string) =>
	await loadOptions(triggerType, method, { credentials: sampleCredentials(sandbox) });

test.each([
	['searchBroadcasts', 'broadcasts', 'broadcast_id'],
	['searchCampaigns', 'campaigns', 'campaign_id'],
	['searchNewsletters', 'newsletters', 'newsletter_id'],
	['searchTransactionalMessages', 'transactionalMessages', 'transactional_message_id'],
])('%s: only events of the selected entry start a run', async (method, filter, key) => {
	const options = await list(method);
	const [chosen, other] = options;
	if (chosen === undefined || other === undefined) throw new Error('Too few entries');
	expect(options.every(({ name }) => name !== '')).toBe(true);
	const node = triggerOn(sandbox, {
		workflowId: filter,
		parameters: { filters: { [filter]: [chosen.value] } },
	});
	const sentBy = async (id: unknown) => {
		const event = openedEmail({ data: { campaign_id: undefined, [key]: Number(id) } });
		const response = await node.webhook(signed(sandbox, event));
		return response.workflowData?.[0]?.length ?? 0;
	};
	expect(await sentBy(chosen.value)).toBe(1);
	expect(await sentBy(other.value)).toBe(0);
});
