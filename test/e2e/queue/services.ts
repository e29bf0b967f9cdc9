import { execFile, execFileSync, spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { existsSync, globSync } from 'node:fs';
import { chown, mkdtemp, rm } from 'node:fs/promises';
import { once } from 'node:events';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';

import { freePort } from '../n8nProcess.ts';

const run = promisify(execFile);

const START_TIMEOUT_MS = 30_000;

/** Settings of n8n's processes for queue mode. */
export interface Services {
	env: NodeJS.ProcessEnv;
	stop(): Promise<void>;
}

/** Finds a program in the PATH, or where Debian installs PostgreSQL's. */
function find(program: string): string | undefined {
	const folders = [
		...(process.env.PATH ?? '').split(path.delimiter),
		// The newest version first.
		...globSync('/usr/lib/postgresql/*/bin').sort().reverse(),
	];
	return folders.map((folder) => path.join(folder, program)).find((file) => existsSync(file));
}

/** @throws Error that says how to install what is missing */
function findAll(): { redis: string; initdb: string; postgres: string } {
	const [redis, initdb, postgres] = ['redis-server', 'initdb', 'postgres'].map(find);
	if (redis === undefined || initdb === undefined || postgres === undefined)
		throw new Error(
			`Queue mode needs Redis${redis === undefined ? ' (missing)' : ''} and PostgreSQL${
				postgres === undefined || initdb === undefined ? ' (missing)' : ''
			}. On Debian: apt-get install redis-server postgresql`,
		);
	return { redis, initdb, postgres };
}

interface User {
	uid: number;
	gid: number;
}

/** PostgreSQL does not run as root: then use its package's user. */
function databaseUser(): User | undefined {
	if (process.getuid?.() !== 0) return undefined;
	const id = (flag: string): number =>
		Number(execFileSync('id', [flag, 'postgres'], { encoding: 'utf8' }));
	return { uid: id('-u'), gid: id('-g') };
}

/** Resolves when a port replies to a message. */
async function waitForReply(port: number, say: Uint8Array): Promise<void> {
	const deadline = Date.now() + START_TIMEOUT_MS;
	for (;;) {
		const hasReplied = await new Promise<boolean>((resolve) => {
			const socket = connect(port, '127.0.0.1', () => socket.write(say));
			const finish = (result: boolean): void => {
				socket.destroy();
				resolve(result);
			};
			socket.once('data', () => finish(true));
			socket.once('error', () => finish(false));
			socket.once('end', () => finish(false));
		});
		if (hasReplied) return;
		if (Date.now() > deadline) throw new Error(`nothing responds on port ${port}`);
		await sleep(100);
	}
}

async function end(child: ChildProcess, signal: NodeJS.Signals): Promise<void> {
	if (child.exitCode !== null || child.signalCode !== null) return;
	const ended = once(child, 'exit');
	child.kill(signal);
	await ended;
}

/** PostgreSQL's SSLRequest, which it answers with one letter. */
const SSL_REQUEST = Uint8Array.from([0, 0, 0, 8, 4, 210, 22, 47]);
const PING = new TextEncoder().encode('PING\r\n');

/** Starts Redis and PostgreSQL on free loopback ports, with their files in temporary folders. */
export async function startServices(): Promise<Services> {
	const programs = findAll();
	const user = databaseUser();
	const folder = await mkdtemp(path.join(tmpdir(), 'n8n-customerio-postgres-'));
	const children: Array<[ChildProcess, NodeJS.Signals]> = [];
	const stop = async (): Promise<void> => {
		for (const [child, signal] of children) await end(child, signal);
		await rm(folder, { recursive: true, force: true, maxRetries: 5 });
	};
	// Stop them however this process ends.
	process.once('exit', () => {
		for (const [child, signal] of children) child.kill(signal);
	});
	try {
		if (user !== undefined) await chown(folder, user.uid, user.gid);
		const options = { cwd: folder, ...user };
		const data = path.join(folder, 'data');
		await run(
			programs.initdb,
			['-D', data, '-U', 'n8n', '-A', 'trust', '-E', 'UTF8', '--locale=C', '--no-sync'],
			options,
		);
		const databasePort = await freePort();
		const database = ['-D', data, '-h', '127.0.0.1', '-p', String(databasePort)];
		// Durability is not needed here.
		const quick = ['-c', 'fsync=off', '-c', 'unix_socket_directories='];
		children.push([
			spawn(programs.postgres, [...database, ...quick], { ...options, stdio: 'ignore' }),
			'SIGINT',
		]);
		const redisPort = await freePort();
		const redis = ['--port', String(redisPort), '--bind', '127.0.0.1', '--save', ''];
		children.push([spawn(programs.redis, redis, { cwd: tmpdir(), stdio: 'ignore' }), 'SIGTERM']);
		await Promise.all([waitForReply(databasePort, SSL_REQUEST), waitForReply(redisPort, PING)]);
		return {
			env: {
				EXECUTIONS_MODE: 'queue',
				QUEUE_BULL_REDIS_HOST: '127.0.0.1',
				QUEUE_BULL_REDIS_PORT: String(redisPort),
				DB_TYPE: 'postgresdb',
				DB_POSTGRESDB_HOST: '127.0.0.1',
				DB_POSTGRESDB_PORT: String(databasePort),
				DB_POSTGRESDB_DATABASE: 'postgres',
				DB_POSTGRESDB_USER: 'n8n',
			},
			stop,
		};
	} catch (error) {
		await stop();
		throw error;
	}
}
