import { loadSpecs } from '../../tools/sandbox/spec.ts';
import type { TrackOperation } from '../../tools/sandbox/spec.ts';
import { trackActions } from '../../tools/sandbox/track/validate.ts';
import { startSandbox } from '../../tools/sandbox/sandbox.ts';
import type { Sandbox } from '../../tools/sandbox/sandbox.ts';
import { track } from '../support/sandboxClient.ts';

const spec = loadSpecs().track;
let sandbox: Sandbox;
beforeAll(async () => {
	sandbox = await startSandbox({ limits: false, workMs: 0 });
});
afterAll(() => sandbox.stop());
beforeEach(() => sandbox.reset());

const last = (): unknown => sandbox.requests.at(-1);

/** A path of the operation with entities of the seed. */
function pathOf({ path }: TrackOperation): string {
	const values: Record<string, string> = {
		identifier: '1',
		segment_id: '12',
		form_id: 'contact',
		device_id: 'device-1',
		delivery_id: sandbox.state.deliveries[0]?.id ?? '',
	};
	return path.replace(/\{(\w+)\}/g, (_, name: string) => encodeURIComponent(values[name] ?? ''));
}

describe('every operation of the Track API spec', () => {
	const operations = spec.resources.flatMap(({ resource, operations: ofResource }) =>
		ofResource.map((operation) => ({ key: `${resource}.${operation.operation}`, operation })),
	);
	const actions = trackActions(spec);
	test('is one of 18, and of 18 actions', () => {
		expect(operations).toHaveLength(18);
		expect(actions).toHaveLength(18);
	});

	const body = (key: string, operation: TrackOperation): unknown =>
		key === 'entity.send' ? actions[0]?.example : operation.body?.example;

	test.each(operations)('$key accepts its example', async ({ key, operation }) => {
		const response = await track(sandbox, pathOf(operation), body(key, operation), operation);
		const status = Number(operation.responses[0]?.slice(0, 3));
		expect([response.status, response.text]).toEqual([
			status,
			status === 204 ? '' : key === 'account.getRegion' ? expect.any(String) : '{}',
		]);
		expect(last()).toMatchObject({ operation: key, api: 'track', status });
	});

	test.each(actions)('$name is accepted alone and in a batch', async ({ name, example }) => {
		const single = await track(sandbox, '/api/v2/entity', example);
		expect([single.status, single.text]).toEqual([200, '{}']);
		const batch = await track(sandbox, '/api/v2/batch', { batch: [example] });
		expect([batch.status, batch.text]).toEqual([200, '{}']);
		expect(sandbox.state.track.calls.map(({ operation }) => operation)).toEqual([name, name]);
	});

	test.each(operations)('$key rejects a wrong key if it needs one', async ({ key, operation }) => {
		const status = operation.auth === 'basic' ? 401 : 200;
		for (const login of [
			{ password: 'wrong' },
			{ user: 'wrong' },
			{ password: sandbox.appKey },
			{ user: sandbox.writeKey, password: '' },
		]) {
			const options = { method: operation.method, ...login };
			const response = await track(sandbox, pathOf(operation), body(key, operation), options);
			expect(response.status).toBe(status);
			if (status === 401) expect(response.text).toBe('');
		}
	});
});
