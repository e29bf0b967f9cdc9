/** The services under load, each in a separate process, so that their CPU time is not measured. */
import { execFileSync, spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';
import tls from 'node:tls';

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
		const [address] = /https?:\/\/127\.0\.0\.1:\d+/.exec(line) ?? [];
		if (address === undefined) continue;
		// Drain later output, so that it does not fill the pipe.
		child.stdout.resume();
		return address;
	}
	throw new Error('The service exited before it listened');
}

/** Responds immediately, without a rate limit. */
export const startFastService = async () => await start('tools/bench/server.ts');

/** The same over TLS, with a new certificate that this process trusts from now on. */
export async function startTlsService(): Promise<Service> {
	const directory = mkdtempSync(path.join(tmpdir(), 'bench-tls-'));
	const [key, certificate] = [path.join(directory, 'key.pem'), path.join(directory, 'cert.pem')];
	const subject = ['-subj', '/CN=127.0.0.1', '-addext', 'subjectAltName=IP:127.0.0.1'];
	const files = ['-keyout', key, '-out', certificate];
	const kind = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes'];
	try {
		execFileSync('openssl', ['req', '-x509', '-days', '1', ...kind, ...files, ...subject], {
			stdio: 'ignore',
		});
		const trusted = readFileSync(certificate, 'utf8');
		tls.setDefaultCACertificates([...tls.getCACertificates('default'), trusted]);
		return await start('tools/bench/server.ts', key, certificate);
	} finally {
		rmSync(directory, { recursive: true });
	}
}

interface SandboxSettings {
	/** Milliseconds between the processing of a request and its response. */
	readonly latency?: { readonly minMs: number; readonly maxMs: number };
	/** A rate that differs from the documented one. */
	readonly rate?: { readonly rate: string; readonly actual: string };
}

/** The sandbox with the documented rate limits. */
export async function startSandboxService(settings: SandboxSettings = {}): Promise<Service> {
	const service = await start('tools/sandbox/main.ts', '--port', '0');
	for (const [name, value] of Object.entries(settings)) await control(service, name, value);
	return service;
}

/** Sends a request to the sandbox's admin routes. */
export async function control(service: Service, name: string, value: object): Promise<void> {
	const response = await fetch(`${service.url}/__sandbox/${name}`, {
		method: 'POST',
		headers: { 'content-type': 'application/json' },
		body: JSON.stringify(value),
	});
	if (!response.ok) throw new Error(`${name}: ${await response.text()}`);
}

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
	const body = (await (await fetch(`${service.url}/__sandbox/requests`)).json()) as Recorded[];
	await (await fetch(`${service.url}/__sandbox/reset`, { method: 'POST' })).text();
	return body;
}
