/** Without this test, a stale module mapping would silently test n8n 2 twice. */
import { readFileSync } from 'node:fs';
import { engineVersion, loadPackage, runNode } from '../../tools/engine/harness.ts';

it('is the engine of n8n 1, for the harness and for the built nodes', async () => {
	const { dependencies } = JSON.parse(readFileSync('test/compat-n8n1/package.json', 'utf8')) as {
		dependencies: Record<string, string>;
	};
	expect(engineVersion).toBe(dependencies['n8n-core']);
	expect(engineVersion).toMatch(/^1\./);

	const { descriptions } = await loadPackage();
	expect(descriptions).toHaveLength(4);
	const { error } = await runNode(
		{
			type: 'n8n-nodes-customerio.customerIoApp',
			parameters: { resource: 'segment', operation: 'create', name: 'x', options: { maxWait: 0 } },
			credentials: {
				customerIoAppApi: { apiKey: 'k', region: 'custom', baseUrl: 'http://127.0.0.1:9' },
			},
		},
		[{}],
	);
	// With the n8n-workflow of n8n 2 the message would also name the kind of failure.
	expect(error).toMatchObject({ name: 'NodeApiError' });
	expect(error).not.toHaveProperty('failure');
});
