import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { once } from 'node:events';
import path from 'node:path';

import { isInstalled } from '../../tools/install.ts';

export const PROJECT = path.resolve(import.meta.dirname, '../..');
const HERE = import.meta.dirname;

interface Manifest {
	version: string;
	dependencies: Record<string, string>;
}

const readManifest = (file: string): Manifest =>
	JSON.parse(readFileSync(path.join(HERE, file), 'utf8')) as Manifest;

/** Returns which packages of the manifest are missing or have another version. */
function missing(): 'packages' | 'database driver' | undefined {
	if (!isInstalled(HERE)) return 'packages';
	try {
		readFileSync(path.join(HERE, 'node_modules/sqlite3/build/Release/node_sqlite3.node'));
	} catch {
		return 'database driver';
	}
	return undefined;
}

async function npm(title: string, args: string[]): Promise<void> {
	const started = Date.now();
	const seconds = () => `${Math.round((Date.now() - started) / 1000)} s`;
	const child = spawn('npm', args, {
		cwd: HERE,
		stdio: ['ignore', 'pipe', 'pipe'],
		shell: process.platform === 'win32',
	});
	let output = '';
	for (const stream of [child.stdout, child.stderr]) {
		stream.on('data', (chunk: Buffer) => (output = (output + chunk.toString('utf8')).slice(-4000)));
	}
	const { isTTY } = process.stdout;
	const timer = setInterval(
		() =>
			process.stdout.write(
				`${isTTY ? '\r\u001b[K' : ''}  ${title} … ${seconds()}${isTTY ? '' : '\n'}`,
			),
		isTTY ? 1000 : 30_000,
	);
	try {
		const [code] = (await once(child, 'close')) as [number | null];
		if (code !== 0) throw new Error(`npm ${args.join(' ')} failed in test/e2e:\n${output}`);
	} finally {
		clearInterval(timer);
	}
	console.log(`${isTTY ? '\r\u001b[K' : ''}  ${title}: done in ${seconds()}`);
}

/** Installs the real n8n and the browser driver in this folder, unless they are installed. */
export async function ensureInstalled(): Promise<void> {
	const lack = missing();
	if (lack === undefined) return;
	const { n8n } = readManifest('package.json').dependencies;
	if (lack === 'packages') {
		console.log(`Installing n8n ${n8n} into test/e2e, once: about 2 GB and 6 minutes.`);
		// No install scripts: only the database driver needs a build.
		await npm('Packages', ['ci', '--ignore-scripts']);
	}
	await npm('Database driver', ['rebuild', 'sqlite3']);
}

if (import.meta.main) await ensureInstalled();
