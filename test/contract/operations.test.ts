/**
 * Every operation of the App API ledger, sent by the built node in the real engine: what a person can
 * enter in the editor, what arrives at Customer.io, and what comes out as items.
 */
import type { INodeProperties } from 'n8n-workflow';

import { loadLedgers, type Operation } from '../../tools/sandbox/spec.ts';
import { isObject } from '../../tools/sandbox/types.ts';
import { entitiesIn } from './responses.ts';
import { specFields } from './specFields.ts';
import { appRows, offeredOperations, rowsOf } from '../../tools/docs/nodeProperties.ts';
import { walk, type Report } from './walk.ts';

const specOperations = loadLedgers().app.resources.flatMap(({ resource, operations }) =>
	operations.map((operation) => ({
		key: `${resource}.${operation.operation}`,
		resource,
		operation,
	})),
);

/** What the ledger has no operation for. */
const BEYOND_SPEC = ['apiRequest.send'];

/** Waiting for repeats and slots costs no work, so many operations can wait at once. */
const AT_ONCE = 16;

const reports = new Map<string, Report>();
let offered: string[] = [];
let properties: INodeProperties[] = [];

beforeAll(async () => {
	properties = await appRows();
	offered = offeredOperations(properties);
	const queue = specOperations.filter(({ key }) => offered.includes(key));
	const worker = async (): Promise<void> => {
		for (let next = queue.shift(); next !== undefined; next = queue.shift()) {
			// One that cannot be walked is a finding of its own, and the others go on.
			const report = await walk(subjectOf(properties, next)).catch(brokenReport);
			reports.set(next.key, report);
		}
	};
	await Promise.all(Array.from({ length: AT_ONCE }, worker));
}, 180_000);

const brokenReport = (error: unknown): Report => ({
	problems: [error instanceof Error ? (error.stack ?? error.message) : String(error)],
	fullRuns: 0,
	unreached: [],
	isRetried: false,
});

function subjectOf(
	allProperties: readonly INodeProperties[],
	{ key, resource, operation }: { key: string; resource: string; operation: Operation },
) {
	const fields = specFields(operation);
	return {
		key,
		operation,
		fields,
		properties: rowsOf(allProperties, resource, operation.operation),
	};
}

afterAll(() => {
	const walked = [...reports.values()];
	const runs = walked.reduce((sum, { fullRuns }) => sum + fullRuns, 0);
	const missing = unreachedFields();
	process.stdout.write(
		[
			`${walked.length} of ${specOperations.length} operations: minimal, full (${runs} variants), repeat rule`,
			`Ledger fields out of reach: ${missing.length === 0 ? 'none' : missing.join(', ')}`,
			'',
		].join('\n'),
	);
});

function unreachedFields(): string[] {
	return [...reports].flatMap(([key, { unreached }]) => unreached.map((name) => `${key} ${name}`));
}

describe('operations of the ledger', () => {
	test('are 186', () => expect(specOperations).toHaveLength(186));

	test('are all in the node, and nothing else is', () => {
		const expected = [...specOperations.map(({ key }) => key), ...BEYOND_SPEC];
		expect([...offered].sort()).toEqual([...expected].sort());
	});

	test.each(specOperations)('$key', ({ key }) => {
		expect(reports.get(key)?.problems).toEqual([]);
	});

	test('can be simplified where Customer.io answers more than ten fields', () => {
		const wide = specOperations.filter(({ operation }) =>
			entitiesIn(operation, operation.response.example, {}).some(
				(entity) => isObject(entity) && Object.keys(entity).length > 10,
			),
		);
		expect(wide.length).toBeGreaterThan(20);
		const missing = wide.filter(
			({ resource, operation }) =>
				!rowsOf(properties, resource, operation.operation).some(({ name }) => name === 'simplify'),
		);
		expect(missing.map(({ key }) => key)).toEqual([]);
	});

	test('can be given every field of the ledger', () => expect(unreachedFields()).toEqual([]));

	test('are sent again after a fault exactly if that does no harm', () => {
		const retried = [...reports].filter(([, { isRetried }]) => isRetried).map(([key]) => key);
		const idempotent = specOperations
			.filter(({ operation }) => operation.idempotent)
			.map(({ key }) => key);
		expect(retried.sort()).toEqual(idempotent.sort());
	});
});
