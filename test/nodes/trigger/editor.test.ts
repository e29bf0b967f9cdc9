/** What a user sees of the node in the editor. */
import type { INodeParameters, INodeType } from 'n8n-workflow';

import { loadPackage, workflowPackage } from '../../../tools/engine/harness.ts';
import { HarnessNodeTypes } from '../../../tools/engine/packages.ts';
import { triggerEventOptions } from '../../../nodes/shared/catalog/webhookEvents.ts';
import { triggerType } from '../../support/triggerNode.ts';

let nodeTypes: HarnessNodeTypes;
let description: INodeType['description'];
beforeAll(async () => {
	await loadPackage();
	nodeTypes = new HarnessNodeTypes();
	({ description } = nodeTypes.getByNameAndVersion(triggerType));
});

/** As the editor shows it below the node's name. */
function subtitleFor(events: unknown): unknown {
	const node = {
		id: '1',
		name: 'Trigger',
		type: triggerType,
		typeVersion: 1.1,
		position: [0, 0] as [number, number],
		parameters: { events } as INodeParameters,
	};
	const workflow = new workflowPackage.Workflow({
		nodes: [node],
		connections: {},
		active: false,
		nodeTypes,
	});
	const { subtitle = '' } = description;
	return workflow.expression.getSimpleParameterValue(node, subtitle, 'internal', {});
}

describe('subtitle', () => {
	test('one event, or one group, by its name in the list', () => {
		for (const { name, value } of triggerEventOptions) expect(subtitleFor([value])).toBe(name);
	});

	test.each([
		[['email_sent', 'sms_failed'], 'Email Sent + 1 more'],
		[['email_*', 'in_app_opened', 'customer_subscribed'], 'All Email Events + 2 more'],
		[['email_sent', 'all'], 'All Events'],
		[[], ''],
		['={{ ["email_sent"] }}', 'Email Sent'],
		['={{ "email_sent" }}', 'Email Sent'],
		[['slack_undeliverable'], 'Slack Undeliverable'],
	])('%j: %s', (events, expected) => {
		expect(subtitleFor(events)).toBe(expected);
	});
});

test('the notice about the signing key is correct with and without one', () => {
	const notice = description.properties.find(({ name }) => name === 'signatureNotice');
	expect(notice?.displayName).toMatch(/^If your credential has a Webhook Signing Key, only/);
	expect(notice?.displayName).toContain('If it has none, anyone');
});
