import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { startSandbox } from '../../tools/sandbox/sandbox.ts';
import { request } from '../support/sandboxClient.ts';

/** Starts the command line and resolves with its first lines once all are printed. */
async function start(
	args: string[],
): Promise<{ child: ChildProcess; text: () => string; ms: number }> {
	const started = performance.now();
	const child = spawn('node_modules/.bin/node', ['tools/sandbox/main.ts', ...args], {
		stdio: ['ignore', 'pipe', 'inherit'],
	});
	let text = '';
	child.stdout?.on('data', (chunk: Buffer) => (text += chunk.toString('utf8')));
	while (!text.includes('One line per request')) {
		if (child.exitCode !== null) throw new Error(`the sandbox ended with ${child.exitCode}`);
		await new Promise((resolve) => setTimeout(resolve, 10));
	}
	return { child, text: () => text, ms: performance.now() - started };
}

test('the command line prints its URL, logs requests and stops on a signal', async () => {
	const taken = await startSandbox();
	const port = Number(new URL(taken.url).port);
	const { child, text, ms } = await start(['--port', String(port)]);
	try {
		expect(ms).toBeLessThan(3000);
		const url = /http:\/\/127\.0\.0\.1:\d+/.exec(text())?.[0] ?? '';
		expect(url).not.toBe(taken.url);
		expect(text()).toContain('sandbox-app-key');
		expect(text()).toContain('Region: Custom URL');
		const headers = { Authorization: 'Bearer sandbox-app-key' };
		expect((await request(url, { path: '/v1/segments', headers })).status).toBe(200);
		expect((await request(url, { path: '/v1/segments' })).status).toBe(401);
		// The lines come through a pipe, a moment after the responses.
		for (let i = 0; i < 100 && !text().includes('401 GET'); i++)
			await new Promise((resolve) => setTimeout(resolve, 10));
		expect(text()).toMatch(/200 GET \/v1\/segments {2}segment\.getAll/);
		expect(text()).toMatch(/401 GET \/v1\/segments .*unauthorized/);
	} finally {
		child.kill('SIGTERM');
		if (child.exitCode === null) await once(child, 'exit');
		await taken.stop();
	}
	expect(child.exitCode).toBe(0);
});

test('the command line takes latency, limits and faults', async () => {
	const fault = { path: '/v1/segments', act: { kind: 'status', status: 503 } };
	const args = ['--port', '0', '--limits', '100', '--latency', '60-90'];
	const { child, text } = await start([...args, '--fault', JSON.stringify(fault)]);
	try {
		const url = /http:\/\/127\.0\.0\.1:\d+/.exec(text())?.[0] ?? '';
		const headers = { Authorization: 'Bearer sandbox-app-key' };
		expect((await request(url, { path: '/v1/segments', headers })).status).toBe(503);
		const started = performance.now();
		expect((await request(url, { path: '/v1/segments', headers })).status).toBe(200);
		expect(performance.now() - started).toBeGreaterThan(55);
	} finally {
		child.kill('SIGTERM');
		if (child.exitCode === null) await once(child, 'exit');
	}
});

test.each([
	[['--port', '99999'], /--port must be a whole number from 0 to 65535, but is "99999"/],
	[['--limits', 'some'], /--limits must be one of documented, 100, off, but is "some"/],
	[['--latency', '90-60'], /--latency must be milliseconds/],
	[['--latency', 'slow'], /--latency must be milliseconds/],
	[['--fault', '{'], /--fault must be JSON/],
	[['--fault', '{"act": {"kind": "explode"}}'], /--fault: act\.kind must be one of/],
	[['--verbose'], /Unknown option '--verbose'/],
])('the command line refuses %j', async (args, problem) => {
	const child = spawn('node_modules/.bin/node', ['tools/sandbox/main.ts', ...args], {
		stdio: ['ignore', 'ignore', 'pipe'],
	});
	let text = '';
	child.stderr.on('data', (chunk: Buffer) => (text += chunk.toString('utf8')));
	const [code] = (await once(child, 'exit')) as [number];
	expect(code).toBe(2);
	expect(text).toMatch(problem);
	expect(text).toContain('--strict-errors');
});
