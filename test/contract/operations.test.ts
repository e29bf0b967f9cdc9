/**
 * Every operation of the App API ledger, sent by the built node in the real engine: what a person can
 * enter in the editor, what arrives at Customer.io, and what comes out as items.
 */
import type { INodeProperties } from 'n8n-workflow';

import { loadSpecs, type Operation } from '../../tools/sandbox/spec.ts';
import { isObject } from '../../tools/sandbox/types.ts';
import { thingsIn } from './responses.ts';
import { ledgerFields } from './specFields.ts';
import { appProperties, offeredOperations, propertiesOf } from '../../tools/docs/nodeProperties.ts';
import { walk, type Report } from './walk.ts';

const ledger = loadSpecs().app.resources.flatMap(({ resource, operations }) =>
	operations.map((operation) => ({
		key: `${resource}.${operation.operation}`,
		resource,
		operation,
	})),
);

/** What the ledger has no operation for. */
const BEYOND_LEDGER = ['apiRequest.send'];

/** Waiting for repeats and slots costs no work, so many operations can wait at once. */
const AT_ONCE = 16;

const reports = new Map<string, Report>();
let offered: string[] = [];
let rows: INodeProperties[] = [];

beforeAll(async () => {
	rows = await appProperties();
	offered = offeredOperations(rows);
	const left = ledger.filter(({ key }) => offered.includes(key));
	const work = async (): Promise<void> => {
		for (let next = left.shift(); next !== undefined; next = left.shift()) {
			// One that cannot be walked is a finding of its own, and the others go on.
			const report = await walk(subjectOf(rows, next)).catch(brokenReport);
			reports.set(next.key, report);
		}
	};
	await Promise.all(Array.from({ length: AT_ONCE }, work));
}, 180_000);

const brokenReport = (error: unknown): Report => ({
	problems: [error instanceof Error ? (error.stack ?? error.message) : String(error)],
	fullRuns: 0,
	unreached: [],
	repeats: false,
});

function subjectOf(
	rows: readonly INodeProperties[],
	{ key, resource, operation }: { key: string; resource: string; operation: Operation },
) {
	const fields = ledgerFields(operation);
	return { key, operation, fields, rows: propertiesOf(rows, resource, operation.operation) };
}

afterAll(() => {
	const walked = [...reports.values()];
	const runs = walked.reduce((sum, { fullRuns }) => sum + fullRuns, 0);
	const missing = unreachedFields();
	process.stdout.write(
		[
			`${walked.length} of ${ledger.length} operations: minimal, full (${runs} variants), repeat rule`,
			`Ledger fields out of reach: ${missing.length === 0 ? 'none' : missing.join(', ')}`,
			'',
		].join('\n'),
	);
});

function unreachedFields(): string[] {
	return [...reports].flatMap(([key, { unreached }]) => unreached.map((name) => `${key} ${name}`));
}

describe('operations of the ledger', () => {
	test('are 186', () => expect(ledger).toHaveLength(186));

	test('are all in the node, and nothing else is', () => {
		const known = [...ledger.map(({ key }) => key), ...BEYOND_LEDGER];
		expect([...offered].sort()).toEqual([...known].sort());
	});

	test.each(ledger)('$key', ({ key }) => {
		expect(reports.get(key)?.problems).toEqual([]);
	});

	test('can be simplified where Customer.io answers more than ten fields', () => {
		const wide = ledger.filter(({ operation }) =>
			thingsIn(operation, operation.response.example, {}).some(
				(thing) => isObject(thing) && Object.keys(thing).length > 10,
			),
		);
		expect(wide.length).toBeGreaterThan(20);
		const lacking = wide.filter(
			({ resource, operation }) =>
				!propertiesOf(rows, resource, operation.operation).some(({ name }) => name === 'simplify'),
		);
		expect(lacking.map(({ key }) => key)).toEqual([]);
	});

	test('can be given every field of the ledger', () => expect(unreachedFields()).toEqual([]));

	test('are sent again after a fault exactly if that does no harm', () => {
		const repeated = [...reports].filter(([, { repeats }]) => repeats).map(([key]) => key);
		const harmless = ledger.filter(({ operation }) => operation.idempotent).map(({ key }) => key);
		expect(repeated.sort()).toEqual(harmless.sort());
	});
});
