/** n8n can refuse addresses of its own network. It reads that setting when it is loaded. */
process.env.N8N_SSRF_PROTECTION_ENABLED = 'true';

it('O4 says that nothing was sent to an address that n8n blocks, and how to get it allowed', async () => {
	const { onN8n1, runNode } = await import('../../../tools/engine/harness.ts');
	if (onN8n1) return;
	const { startSandbox } = await import('../../../tools/sandbox/sandbox.ts');
	const sandbox = await startSandbox();
	for (const baseUrl of [sandbox.url, sandbox.url.replace('127.0.0.1', 'localhost')]) {
		const { error } = await runNode(
			{
				type: 'n8n-nodes-customerio.customerIoApp',
				parameters: { resource: 'segment', operation: 'create', name: 'x' },
				credentials: { customerIoAppApi: { apiKey: 'k', region: 'custom', baseUrl } },
			},
			[{}],
		);
		expect(error?.message).toMatch(
			/^The request to the Customer\.io App API was not sent: .*block/,
		);
		expect(error).toMatchObject({
			description: expect.stringMatching(/administrator/) as unknown,
			context: { mayHaveSucceeded: false },
		});
	}
	expect(sandbox.requests).toHaveLength(0);
	await sandbox.stop();
});
