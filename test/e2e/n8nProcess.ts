import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, openSync, readFileSync } from 'node:fs';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

import { PROJECT } from './install.ts';

const START_TIMEOUT_MS = 180_000;
const STOP_TIMEOUT_MS = 30_000;

/** Returns the preferred port if it is free, otherwise another. */
export async function freePort(preferred = 0): Promise<number> {
	const server = createServer();
	return await new Promise((resolve, reject) => {
		server.once('error', (error: NodeJS.ErrnoException) => {
			if (error.code === 'EADDRINUSE' && preferred !== 0) resolve(freePort());
			else reject(error);
		});
		server.listen(preferred, '127.0.0.1', () => {
			const { port } = server.address() as AddressInfo;
			server.close(() => resolve(port));
		});
	});
}

/** n8n settings exported in the shell must not reach this instance. */
function plainEnvironment(): NodeJS.ProcessEnv {
	const foreign =
		/^(N8N_|DB_|QUEUE_|EXECUTIONS_|WEBHOOK_URL|NODE_OPTIONS|NODE_TEST_CONTEXT|GENERIC_TIMEZONE)/;
	return Object.fromEntries(Object.entries(process.env).filter(([name]) => !foreign.test(name)));
}

/** Turns off everything that makes n8n contact the internet. */
const QUIET: NodeJS.ProcessEnv = {
	N8N_DIAGNOSTICS_ENABLED: 'false',
	N8N_VERSION_NOTIFICATIONS_ENABLED: 'false',
	N8N_VERSION_NOTIFICATIONS_WHATS_NEW_ENABLED: 'false',
	N8N_DYNAMIC_BANNERS_ENABLED: 'false',
	N8N_TEMPLATES_ENABLED: 'false',
	N8N_VERIFIED_PACKAGES_ENABLED: 'false',
	N8N_LICENSE_AUTO_RENEW_ENABLED: 'false',
	N8N_HIRING_BANNER_ENABLED: 'false',
	N8N_PERSONALIZATION_ENABLED: 'false',
	N8N_DISABLED_MODULES: 'mcp-registry,instance-ai',
	N8N_ENFORCE_SETTINGS_FILE_PERMISSIONS: 'true',
};

export interface N8nOptions {
	userFolder: string;
	port: number;
	/** `start`, `worker` or `webhook`. */
	command?: string;
	env?: NodeJS.ProcessEnv;
}

/** A process of the real n8n, with its files in a separate folder. */
export class N8nProcess {
	readonly url: string;

	readonly logFile: string;

	private child: ChildProcess | undefined;

	private readonly options: N8nOptions;

	constructor(options: N8nOptions) {
		this.options = options;
		this.url = `http://localhost:${options.port}`;
		this.logFile = path.join(
			options.userFolder,
			`${options.command ?? 'start'}-${options.port}.log`,
		);
	}

	/** Resolves when n8n responds, with the milliseconds it took. */
	async start(): Promise<number> {
		const { userFolder, port, command = 'start', env } = this.options;
		const started = Date.now();
		const log = openSync(this.logFile, 'a');
		this.child = spawn(
			process.execPath,
			[path.join(PROJECT, 'test/e2e/node_modules/n8n/bin/n8n'), command],
			{
				// The examples' file paths are relative to this folder.
				cwd: PROJECT,
				stdio: ['ignore', log, log],
				// A separate process group: Ctrl+C reaches only us, and its task runner dies with it.
				detached: true,
				env: {
					...plainEnvironment(),
					...QUIET,
					N8N_USER_FOLDER: userFolder,
					N8N_PORT: String(port),
					N8N_LISTEN_ADDRESS: '127.0.0.1',
					N8N_RUNNERS_BROKER_PORT: String(await freePort()),
					N8N_SECURE_COOKIE: 'false',
					N8N_RESTRICT_FILE_ACCESS_TO: path.join(PROJECT, 'examples'),
					...env,
				},
			},
		);
		closeSync(log);
		// Stop it however this process ends.
		process.once('exit', () => this.killGroup());
		while (!(await this.responds())) {
			if (this.child.exitCode !== null)
				throw new Error(`n8n ended at its start:\n${this.logTail()}`);
			if (Date.now() - started > START_TIMEOUT_MS)
				throw new Error(`n8n does not respond on ${this.url}:\n${this.logTail()}`);
			await sleep(200);
		}
		return Date.now() - started;
	}

	/** Stops it as an operator would. */
	async stop(): Promise<void> {
		const { child } = this;
		if (child === undefined || child.exitCode !== null || child.signalCode !== null) return;
		const ended = once(child, 'exit');
		child.kill('SIGTERM');
		await Promise.race([ended, sleep(STOP_TIMEOUT_MS, undefined, { ref: false })]);
		this.killGroup();
		await ended;
	}

	/** Kills it like a crash. */
	async kill(): Promise<void> {
		const { child } = this;
		if (child === undefined || child.exitCode !== null || child.signalCode !== null) return;
		const ended = once(child, 'exit');
		this.killGroup();
		await ended;
	}

	/** CPU time of the process, where the system reports it (Linux). */
	cpuMs(): number {
		const stat = readFileSync(`/proc/${this.child?.pid}/stat`, 'utf8');
		// The 12th and 13th fields after the name in parentheses, in hundredths of a second.
		const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
		return (Number(fields[11]) + Number(fields[12])) * 10;
	}

	logTail(): string {
		return readFileSync(this.logFile, 'utf8').split('\n').slice(-30).join('\n');
	}

	private killGroup(): void {
		try {
			if (this.child?.pid !== undefined) process.kill(-this.child.pid, 'SIGKILL');
		} catch {
			// The whole group has already ended.
		}
	}

	private async responds(): Promise<boolean> {
		try {
			const response = await fetch(`${this.url}/healthz/readiness`);
			if (!response.ok || (this.options.command ?? 'start') !== 'start') return response.ok;
			// The editor's routes are ready a moment after the health check.
			return (await fetch(`${this.url}/rest/settings`)).ok;
		} catch {
			return false;
		}
	}
}
