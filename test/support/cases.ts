import { loadLedgers } from '../../tools/sandbox/spec.ts';
import type { Delivery, WorkspaceState } from '../../tools/sandbox/state.ts';
import { pairs, type AppNode } from './appNode.ts';

/** One operation with its inputs, and the request that must come of them. */
export interface Case {
	operation: string;
	parameters: object;
	/** Method, path and query, as they go over the wire. */
	route: string;
	body?: unknown;
	/** What the first item of the output has at least. */
	gives?: object;
	/** Puts what the seed lacks into the workspace. */
	prepare?: (state: WorkspaceState) => void;
}

/** Makes one of the seed's deliveries come from somewhere else. */
export function sentBy(source: Delivery['source']): (state: WorkspaceState) => void {
	return (state) => {
		const [first] = state.deliveries;
		if (first !== undefined) first.source = source;
	};
}

/** Names of the operations that the ledger has for a resource. */
export function specOperations(resource: string): string[] {
	const { resources } = loadLedgers().app;
	const operations = resources.find((entry) => entry.resource === resource)?.operations ?? [];
	return operations.map(({ operation }) => operation);
}

/**
 * Runs a case for two items: one request each, alike, with the key, and every output item paired
 * with the item that it came from. The first request must be accepted; a second delete may find
 * nothing more.
 */
export async function expectCase(app: AppNode, resource: string, testCase: Case): Promise<void> {
	app.sandbox.reset();
	testCase.prepare?.(app.sandbox.state);
	const { operation, parameters, route, body, gives } = testCase;
	const { requests, routes, items, json } = await app.run(
		{ resource, operation, ...parameters },
		[{}, {}],
		{ onError: 'continueRegularOutput' },
	);
	expect(routes).toEqual([route, route]);
	const [first] = requests;
	expect(first?.responseBody ?? {}).not.toHaveProperty('errors');
	expect(first).toMatchObject({ operation: `${resource}.${operation}`, carriedOut: true });
	expect(first?.body).toEqual(body);
	expect(first?.headers.authorization).toBe('Bearer sandbox-app-key');
	expect([...new Set(pairs(items))]).toEqual([0, 1]);
	expect(json[0]).not.toHaveProperty('error');
	expect(json[0]).toMatchObject(gives ?? {});
}
