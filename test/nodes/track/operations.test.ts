/** Every operation of the Track API and every action of its version 2, sent by the built node in the engine. */
import { loadSpecs } from '../../../tools/sandbox/spec.ts';
import { startSandbox, type Sandbox } from '../../../tools/sandbox/sandbox.ts';
import { trackActions } from '../../../tools/sandbox/track/validate.ts';
import { jsonOf, pairsOf, runTrack } from '../../support/trackNode.ts';
import { ada, ULID, type Body, type Case } from './case.ts';
import { eventCases } from './eventCases.ts';
import { objectCases } from './objectCases.ts';
import { otherCases } from './otherCases.ts';
import { personCases } from './personCases.ts';

let sandbox: Sandbox;
beforeAll(async () => {
	sandbox = await startSandbox({ workMs: 0 });
});
beforeEach(() => sandbox.reset());
afterAll(async () => await sandbox.stop());

const cases = [...personCases, ...eventCases, ...objectCases, ...otherCases];

/** What an output item says about whom or what an action is about. */
function whoIn({ identifiers, primary, secondary, ids }: Body): object {
	if (Array.isArray(ids)) return { id: (ids as unknown[])[0] };
	return primary === undefined ? { ...(identifiers as object) } : { primary, secondary };
}

function run({ operation }: Case, parameters: Body) {
	const [resource, name] = operation.split('.');
	return runTrack(sandbox, { parameters: { resource, operation: name, ...parameters } });
}

describe.each(cases)('$operation sends $of', (entry) => {
	const inputs = Object.entries({ minimal: entry.minimal, full: entry.full });

	test.each(
		inputs.flatMap(([name, input]) => (input === undefined ? [] : [[name, input] as const])),
	)('with %s input', async (_, { parameters, body }) => {
		const result = await run(entry, parameters);
		expect(result.error).toBeUndefined();
		expect(sandbox.requests).toHaveLength(1);
		const [request] = sandbox.requests;
		expect({ method: request?.method, path: request?.path, body: request?.body }).toEqual({
			method: 'POST',
			path: entry.path ?? '/api/v2/entity',
			body,
		});
		expect(request?.status).toBeLessThan(300);
		expect(jsonOf(result)).toEqual([{ ...whoIn(body), ...(entry.result ?? { success: true }) }]);
		expect(pairsOf(result)).toEqual([{ item: 0 }]);
	});
});

test('the region of the account is read', async () => {
	const result = await runTrack(sandbox, {
		parameters: { resource: 'account', operation: 'getRegion' },
	});
	expect(result.error).toBeUndefined();
	expect(jsonOf(result)[0]).toMatchObject({ region: 'us' });
});

test('a batch as JSON is sent as it is, with its events', async () => {
	const batch = [
		{ type: 'person', action: 'identify', identifiers: ada },
		{ type: 'person', action: 'event', identifiers: ada, name: 'Joined' },
	];
	const result = await runTrack(sandbox, {
		parameters: { resource: 'call', operation: 'sendBatch', batch: JSON.stringify(batch) },
	});
	expect(result.error).toBeUndefined();
	expect(sandbox.requests.map(({ path, body }) => ({ path, body }))).toEqual([
		{ path: '/api/v2/batch', body: { batch: [batch[0], { ...batch[1], id: ULID }] } },
	]);
	expect(jsonOf(result)).toEqual([{ success: true, eventIds: [ULID] }]);
});

test('any endpoint can be called', async () => {
	const result = await runTrack(sandbox, {
		parameters: {
			resource: 'apiRequest',
			operation: 'send',
			method: 'GET',
			path: '/api/v1/accounts/region',
		},
	});
	expect(result.error).toBeUndefined();
	expect(jsonOf(result)[0]).toMatchObject({ region: 'us' });
});

test('every operation and every action of the API is covered', () => {
	const spec = loadSpecs().track;
	const covered = new Set([...cases.map(({ of }) => of), 'account.getRegion', 'batch.send']);
	const actions = trackActions(spec).map(({ name }) => name);
	const operations = spec.resources.flatMap(({ resource, operations: ofResource }) =>
		ofResource.map((operation) => ({
			key: `${resource}.${operation.operation}`,
			// Version 2 does the same.
			actions: operation as unknown as { v2Equivalent?: string },
		})),
	);
	const missing = operations.filter(
		({ key, actions: { v2Equivalent = 'none' } }) =>
			!covered.has(key) && !v2Equivalent.split(', ').every((action) => covered.has(action)),
	);
	process.stdout.write(
		`${operations.length - missing.length} of ${operations.length} operations, ${actions.filter((name) => covered.has(name)).length} of ${actions.length} actions\n`,
	);
	expect(missing.map(({ key }) => key)).toEqual([]);
	expect(actions.filter((name) => !covered.has(name))).toEqual([]);
	expect([operations.length, actions.length]).toEqual([18, 18]);
});
