import nock from 'nock';

import { startSandbox } from '../../../tools/sandbox/sandbox.ts';
import { identify, peopleItems, runPipelines } from '../../support/pipelines.ts';

afterAll(() => nock.restore());
afterEach(() => nock.cleanAll());

describe('the region', () => {
	it.each([
		['us', 'https://cdp.customer.io'],
		['eu', 'https://cdp-eu.customer.io'],
	])('%s is %s', async (region, host) => {
		const sandbox = await startSandbox({ seed: 'empty' });
		const single = nock(host).post('/v1/identify').basicAuth({ user: sandbox.writeKey, pass: '' });
		single.reply(200, {});
		const batch = nock(host).post('/v1/batch').matchHeader('x-strict-mode', '1');
		batch.reply(200, {});
		for (const count of [1, 2]) {
			const result = await runPipelines(sandbox, {
				parameters: identify,
				items: peopleItems(count),
				credential: { region, baseUrl: '' },
			});
			expect(result.error).toBeUndefined();
		}
		expect(nock.pendingMocks()).toEqual([]);
		expect(sandbox.requests).toEqual([]);
		await sandbox.stop();
	});
});
