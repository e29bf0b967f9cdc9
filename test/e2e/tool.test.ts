import assert from 'node:assert/strict';
import { before, describe, test } from 'node:test';

import { useEditor } from './sharedEditor.ts';
import type { Opened } from './sharedEditor.ts';
import { ourNode, workflowOf } from './workflows.ts';

describe('as a tool of an AI agent', () => {
	let on: Opened;
	before(async () => {
		on = await useEditor();
	});

	test("n8n's tool executor calls it with a model's arguments", async () => {
		const { editor, sandbox } = on;
		const tool = ourNode('customerIoApp', 'Get segment', {
			resource: 'segment',
			operation: 'get',
			segmentId: {
				__rl: true,
				mode: 'id',
				value: "={{ $fromAI('Segment', 'ID of the segment', 'number') }}",
			},
		});
		const workflow = workflowOf('A tool', {
			name: 'Agent',
			type: '@n8n/n8n-nodes-langchain.toolExecutor',
			typeVersion: 1,
			parameters: { query: '{ "Get_segment": { "Segment": 13 } }' },
		});
		const saved = await on.save({
			...workflow,
			nodes: [
				...workflow.nodes,
				{
					...tool,
					id: crypto.randomUUID(),
					type: 'n8n-nodes-customerio.customerIoAppTool',
					position: [220, 200],
				},
			],
			connections: {
				...workflow.connections,
				'Get segment': { ai_tool: [[{ node: 'Agent', type: 'ai_tool', index: 0 }]] },
			},
		});
		const from = sandbox.requests.length;
		await editor.open(saved.id);
		await editor.run('Agent');
		const requests = sandbox.requests.slice(from);
		assert.deepEqual(
			requests.map(({ method, path, status }) => `${status} ${method} ${path}`),
			['200 GET /v1/segments/13'],
		);
	});

	test('no test requested a URL outside this machine', () => {
		// n8n's editor asks npm for the publisher of a community package.
		const outside = on.browser.outside.filter(
			(url) => url !== 'https://registry.npmjs.org/n8n-nodes-customerio',
		);
		assert.deepEqual(outside, []);
	});
});
