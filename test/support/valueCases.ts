/** Parameters of operations that tests of values fill in, and what is expected of a value that is refused. */
import { located } from './appNode.ts';
import type { BothNodes, Item } from './bothNodes.ts';

export const row = (value: unknown, type: string, name = 'n') => ({
	assignments: [{ id: name, name, value, type }],
});
export const trigger = (parameters: object) => ({
	resource: 'broadcast',
	operation: 'trigger',
	broadcastId: located(12),
	...parameters,
});
export const email = (parameters: object) => ({
	resource: 'transactional',
	operation: 'sendEmail',
	to: 'ada@example.com',
	identifiers: located('person1@example.com', 'email'),
	transactionalMessageId: located(3),
	...parameters,
});
export const identify = (parameters: object) => ({
	resource: 'person',
	operation: 'identify',
	userId: '42',
	...parameters,
});
export const call = (json: string, type = 'identify') => ({
	resource: 'call',
	operation: 'send',
	type,
	call: json,
});
export const track = (parameters: object) => ({
	resource: 'event',
	operation: 'track',
	userId: '42',
	event: 'Paid',
	...parameters,
});

export type Case = readonly [node: 'App' | 'Pipelines', parameters: object, item: Item];

/** Nothing is sent, and the error says what `message` says. */
export async function expectRefused(
	nodes: BothNodes,
	[node, parameters, item]: Case,
	message: RegExp,
): Promise<void> {
	const run = node === 'App' ? nodes.runApp : nodes.runPipelines;
	const { error, sent } = await run(parameters, item);
	expect(sent).toEqual([]);
	expect(error).toMatch(message);
}

/** A test for each value that is refused. */
export function refusals(
	nodes: () => BothNodes,
	cases: ReadonlyArray<readonly [what: string, ...Case, message: RegExp]>,
): void {
	test.each(cases.map(([what, ...rest]) => [what, rest] as const))(
		'%s',
		async (_, [node, parameters, item, message]) =>
			await expectRefused(nodes(), [node, parameters, item], message),
	);
}
