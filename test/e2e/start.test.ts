import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { describe, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';

import { PROJECT } from './install.ts';

const TIMEOUT_MS = 300_000;

const responds = async (url: string): Promise<boolean> =>
	await fetch(url).then(
		() => true,
		() => false,
	);

async function until(condition: string, isSo: () => boolean | Promise<boolean>): Promise<void> {
	const deadline = Date.now() + TIMEOUT_MS;
	while (!(await isSo())) {
		assert.ok(Date.now() < deadline, `${condition}: not within ${TIMEOUT_MS / 1000} s`);
		await sleep(200);
	}
}

function endGroup(id: number): void {
	try {
		process.kill(-id, 'SIGTERM');
	} catch {
		// The whole group has ended.
	}
}

describe('npm run n8n', () => {
	test("prints n8n's URL and login; leaves nothing behind when its npm is stopped", async () => {
		// Like npm: through a shell, which a signal ends without reaching its children.
		const shell = spawn('sh', ['-c', '"$0" test/e2e/start.ts && true', process.execPath], {
			cwd: PROJECT,
			// A separate process group, so that everything can be stopped if the test fails.
			detached: true,
			stdio: ['ignore', 'pipe', 'pipe'],
		});
		let output = '';
		for (const stream of [shell.stdout, shell.stderr])
			stream.on('data', (chunk: Buffer) => (output += chunk.toString('utf8')));
		const ended = once(shell, 'exit');
		try {
			await until('n8n', () => output.includes('Stop with Ctrl+C') || shell.exitCode !== null);
			const url = /n8n +(http:\S+)/.exec(output)?.[1] ?? assert.fail(output);
			const sandbox = /Customer\.io +(http:\S+)/.exec(output)?.[1] ?? assert.fail(output);
			const response = await fetch(`${url}/rest/login`, {
				method: 'POST',
				headers: { 'content-type': 'application/json' },
				body: JSON.stringify({
					emailOrLdapLoginId: /Email +(\S+)/.exec(output)?.[1],
					password: /Password +(\S+)/.exec(output)?.[1],
				}),
			});
			assert.equal(response.status, 200, 'the login works');
			assert.match(output, /\/workflow\/\w+ {2}CRM contacts to Customer\.io people/);

			shell.kill('SIGTERM');
			await ended;
			await until('stopping', () => output.includes('Stopped.'));
			assert.equal(await responds(url), false);
			assert.equal(await responds(sandbox), false);
		} finally {
			if (shell.pid !== undefined) endGroup(shell.pid);
		}
	});
});
