import { randomUUID } from 'node:crypto';

import type { Workflow, WorkflowNode } from '../rest.ts';

const RECIPIENT = "={{ $('Reply').item.json.person_email }}";
const CREDENTIALS = { customerIoAppApi: { id: '', name: '' } };

function chain(name: string, nodes: Array<Partial<WorkflowNode> & { name: string }>): Workflow {
	return {
		name,
		nodes: nodes.map((node, i) => ({
			id: randomUUID(),
			type: '',
			typeVersion: 1,
			position: [220 * i, 0],
			parameters: {},
			...node,
		})),
		connections: Object.fromEntries(
			nodes
				.slice(0, -1)
				.map(({ name: from }, i) => [
					from,
					{ main: [[{ node: nodes[i + 1]?.name, type: 'main', index: 0 }]] },
				]),
		),
		settings: { executionOrder: 'v1' },
	};
}

/** Creates a segment for each name that a webhook receives: a request that is never retried. */
export function segmentsWorkflow(webhookPath: string, options: object = {}): Workflow {
	return chain(`Segments by ${webhookPath}`, [
		{
			name: 'Names',
			type: 'n8n-nodes-base.webhook',
			typeVersion: 2,
			webhookId: randomUUID(),
			parameters: {
				httpMethod: 'POST',
				path: webhookPath,
				responseMode: 'onReceived',
				options: {},
			},
		},
		{
			name: 'One by one',
			type: 'n8n-nodes-base.splitOut',
			parameters: { fieldToSplitOut: 'body.names', options: { destinationFieldName: 'name' } },
		},
		{
			name: 'Create segment',
			type: 'n8n-nodes-customerio.customerIoApp',
			parameters: { resource: 'segment', operation: 'create', name: '={{ $json.name }}', options },
			credentials: CREDENTIALS,
		},
	]);
}

/** Looks up a person and sends an email for each SMS reply: an event that emails do not cause. */
export function repliesWorkflow(): Workflow {
	return chain('An email for each reply', [
		{
			name: 'Reply',
			type: 'n8n-nodes-customerio.customerIoAppTrigger',
			typeVersion: 1.1,
			webhookId: randomUUID(),
			parameters: {
				registration: 'automatic',
				events: ['sms_replied'],
				requireSignature: true,
				filters: {},
				options: {},
			},
			credentials: CREDENTIALS,
		},
		{
			name: 'Look up',
			type: 'n8n-nodes-customerio.customerIoApp',
			parameters: {
				resource: 'segment',
				operation: 'get',
				segmentId: { __rl: true, mode: 'id', value: '7' },
				options: {},
			},
			credentials: CREDENTIALS,
		},
		{
			name: 'Send email',
			type: 'n8n-nodes-customerio.customerIoApp',
			parameters: {
				resource: 'transactional',
				operation: 'sendEmail',
				to: RECIPIENT,
				identifiers: { __rl: true, mode: 'email', value: RECIPIENT },
				content: 'template',
				transactionalMessageId: { __rl: true, mode: 'id', value: '3' },
				additionalFields: {},
				options: {},
			},
			credentials: CREDENTIALS,
		},
	]);
}
