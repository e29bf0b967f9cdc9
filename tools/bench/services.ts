/** The services under load, each in a separate process, so that their CPU time is not measured. */
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';

export interface Service {
	readonly url: string;
	stop(): Promise<void>;
}

/** Starts a script that prints the URL it listens on. */
async function start(script: string, ...args: string[]): Promise<Service> {
	const child = spawn(process.execPath, [script, ...args], {
		stdio: ['ignore', 'pipe', 'inherit'],
	});
	const url = await addressOf(child);
	return {
		url,
		stop: async () => {
			child.kill();
			await once(child, 'exit');
		},
	};
}

async function addressOf(child: ChildProcess): Promise<string> {
	if (child.stdout === null) throw new Error('The service has no output');
	const lines = createInterface({ input: child.stdout });
	for await (const line of lines) {
		const [address] = /http:\/\/127\.0\.0\.1:\d+/.exec(line) ?? [];
		if (address === undefined) continue;
		// Drain later output, so that it does not fill the pipe.
		child.stdout.resume();
		return address;
	}
	throw new Error('The service exited before it listened');
}

/** Responds immediately, without a rate limit. */
export const startFastService = async () => await start('tools/bench/server.ts');

/** The sandbox with the documented rate limits. */
export const startSandboxService = async () => await start('tools/sandbox/main.ts', '--port', '0');

interface Stats {
	readonly requests: number;
	readonly bytes: number;
}

/** What arrived at the fast service since the last call. */
export async function takeStats(service: Service): Promise<Stats> {
	const stats = (await (await fetch(`${service.url}/stats`)).json()) as Stats;
	await (await fetch(`${service.url}/stats`, { method: 'POST' })).text();
	return stats;
}

export interface Recorded {
	readonly path: string;
	readonly status: number;
	readonly processed: boolean;
	readonly receivedAt: number;
	readonly body: unknown;
}

/** Returns the sandbox's request log and clears it. */
export async function takeRecord(service: Service): Promise<Recorded[]> {
	const body = (await (await fetch(`${service.url}/__sandbox/requests`)).json()) as
		Recorded[] | { requests: Recorded[] };
	await (await fetch(`${service.url}/__sandbox/reset`, { method: 'POST' })).text();
	const all = Array.isArray(body) ? body : body.requests;
	return all.filter(({ path }) => !path.startsWith('/__sandbox/'));
}
