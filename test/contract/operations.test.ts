/**
 * Every operation of the App API spec, sent by the built node in the real engine: what a user can
 * enter in the editor, what arrives at Customer.io, and which items come out.
 */
import type { INodeProperties } from 'n8n-workflow';

import { loadSpecs, type Operation } from '../../tools/sandbox/spec.ts';
import { isObject } from '../../tools/sandbox/types.ts';
import { entitiesIn } from './responses.ts';
import { specFields } from './specFields.ts';
import { appProperties, offeredOperations, propertiesOf } from '../../tools/docs/nodeProperties.ts';
import { checkOperation, type Report } from './checkOperation.ts';

const specOperations = loadSpecs().app.resources.flatMap(({ resource, operations }) =>
	operations.map((operation) => ({
		key: `${resource}.${operation.operation}`,
		resource,
		operation,
	})),
);

/** Operations that the API spec does not have. */
const BEYOND_SPEC = ['apiRequest.send'];

/** Waiting for retries and rate limits needs no CPU, so many operations can wait at once. */
const AT_ONCE = 16;

const reports = new Map<string, Report>();
let offered: string[] = [];
let properties: INodeProperties[] = [];

beforeAll(async () => {
	properties = await appProperties();
	offered = offeredOperations(properties);
	const queue = specOperations.filter(({ key }) => offered.includes(key));
	const worker = async (): Promise<void> => {
		for (let next = queue.shift(); next !== undefined; next = queue.shift()) {
			// An operation that throws is reported, and the others continue.
			const report = await checkOperation(subjectOf(properties, next)).catch(brokenReport);
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
		properties: propertiesOf(allProperties, resource, operation.operation),
	};
}

afterAll(() => {
	const checked = [...reports.values()];
	const runs = checked.reduce((sum, { fullRuns }) => sum + fullRuns, 0);
	const missing = unreachedFields();
	process.stdout.write(
		[
			`${checked.length} of ${specOperations.length} operations: minimal, full (${runs} variants), retry rule`,
			`Spec fields out of reach: ${missing.length === 0 ? 'none' : missing.join(', ')}`,
			'',
		].join('\n'),
	);
});

function unreachedFields(): string[] {
	return [...reports].flatMap(([key, { unreached }]) => unreached.map((name) => `${key} ${name}`));
}

describe('operations of the API spec', () => {
	test('are 186', () => expect(specOperations).toHaveLength(186));

	test('are all in the node, and nothing else is', () => {
		const expected = [...specOperations.map(({ key }) => key), ...BEYOND_SPEC];
		expect([...offered].sort()).toEqual([...expected].sort());
	});

	test.each(specOperations)('$key', ({ key }) => {
		expect(reports.get(key)?.problems).toEqual([]);
	});

	test('can be simplified where Customer.io returns more than ten fields', () => {
		const wide = specOperations.filter(({ operation }) =>
			entitiesIn(operation, operation.response.example, {}).some(
				(entity) => isObject(entity) && Object.keys(entity).length > 10,
			),
		);
		expect(wide.length).toBeGreaterThan(20);
		const missing = wide.filter(
			({ resource, operation }) =>
				!propertiesOf(properties, resource, operation.operation).some(
					({ name }) => name === 'simplify',
				),
		);
		expect(missing.map(({ key }) => key)).toEqual([]);
	});

	test('can be given every field of the spec', () => expect(unreachedFields()).toEqual([]));

	test('are retried after a failure if and only if they are idempotent', () => {
		const retried = [...reports].filter(([, { isRetried }]) => isRetried).map(([key]) => key);
		const idempotent = specOperations
			.filter(({ operation }) => operation.idempotent)
			.map(({ key }) => key);
		expect(retried.sort()).toEqual(idempotent.sort());
	});
});
