import type { IExecuteFunctions } from 'n8n-workflow';

import { nodeRunId, uuidOf } from '../../../nodes/shared/execution/nodeRun.ts';

const standard = { instance: 'i', execution: '7', node: 'Send', run: 0, json: {} as object };

function idOf(overrides: Partial<typeof standard> = {}, more: object = {}) {
	const { instance, execution, node, run, json } = { ...standard, ...overrides };
	return nodeRunId({
		getInstanceId: () => instance,
		getExecutionId: () => execution,
		getNode: () => ({ name: node }),
		evaluateExpression: () => run,
		getInputData: () => [{ json }],
		...more,
	} as unknown as IExecuteFunctions);
}

describe('the ID of a run', () => {
	it('is the same in each try of n8n', () => {
		expect(idOf()).toBe(idOf());
	});

	it.each([{ instance: 'j' }, { execution: '8' }, { node: 'Send1' }, { run: 1 }])(
		'differs by %j',
		(other) => {
			expect(idOf(other)).not.toBe(idOf());
		},
	);
});

describe('the ID of a call of an AI agent', () => {
	const tool = { getNextRunIndex: () => 0 };

	it('is the same in each try, which n8n counts as runs', () => {
		const json = {};
		expect(idOf({ json, run: 1 }, tool)).toBe(idOf({ json, run: 0 }, tool));
	});

	it('differs for parallel calls, which n8n may count as the same run', () => {
		expect(idOf({ json: {} }, tool)).not.toBe(idOf({ json: {} }, tool));
	});
});

it('an execution without an ID has an ID for each run', () => {
	expect(idOf({ execution: '', json: {} })).not.toBe(idOf({ execution: '', json: {} }));
});

it('makes a UUID of any text, always the same', () => {
	expect(uuidOf('a')).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-a[0-9a-f]{3}-[0-9a-f]{12}$/);
	expect(uuidOf('a')).toBe(uuidOf('a'));
	expect(uuidOf('a')).not.toBe(uuidOf('b'));
});
