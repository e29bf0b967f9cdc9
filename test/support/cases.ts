import { loadSpecs } from '../../tools/sandbox/spec.ts';
import type { Delivery, WorkspaceState } from '../../tools/sandbox/state.ts';
import { pairs, type AppNode } from './appNode.ts';

/** An operation with its inputs, and the expected request. */
export interface Case {
	operation: string;
	parameters: object;
	/** Method, path and query, as sent. */
	route: string;
	body?: unknown;
	/** Subset of the first output item. */
	gives?: object;
	/** Adds state that the seed lacks. */
	prepare?: (state: WorkspaceState) => void;
}

/** Changes the source of one of the seed's deliveries. */
export function sentBy(source: Delivery['source']): (state: WorkspaceState) => void {
	return (state) => {
		const [first] = state.deliveries;
		if (first !== undefined) first.source = source;
	};
}

/** Returns the names of a resource's operations in the API spec. */
export function specOperations(resource: string): string[] {
	const { resources } = loadSpecs().app;
	const operations = resources.find((entry) => entry.resource === resource)?.operations ?? [];
	return operations.map(({ operation }) => operation);
}

/**
 * Runs a case for two items: one equal request each, with the key, and every output item paired
 * with its input item. The first request must be accepted; a second delete may find
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
	expect(first).toMatchObject({ operation: `${resource}.${operation}`, processed: true });
	expect(first?.body).toEqual(body);
	expect(first?.headers.authorization).toBe('Bearer sandbox-app-key');
	expect([...new Set(pairs(items))]).toEqual([0, 1]);
	expect(json[0]).not.toHaveProperty('error');
	expect(json[0]).toMatchObject(gives ?? {});
}
