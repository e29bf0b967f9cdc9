import { execFile } from 'node:child_process';
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';

import { PROJECT } from './install.ts';

const run = promisify(execFile);

/** Packs this package as for publishing, and unpacks it where n8n looks for community packages. */
export async function installPacked(userFolder: string): Promise<void> {
	const nodes = path.join(userFolder, '.n8n/nodes');
	const { name, version } = JSON.parse(
		await readFile(path.join(PROJECT, 'package.json'), 'utf8'),
	) as { name: string; version: string };
	const target = path.join(nodes, 'node_modules', name);
	await mkdir(target, { recursive: true });
	await run('npm', ['pack', '--ignore-scripts', '--pack-destination', userFolder], {
		cwd: PROJECT,
		shell: process.platform === 'win32',
	});
	const tarball = path.join(userFolder, `${name}-${version}.tgz`);
	await run('tar', ['-xzf', tarball, '-C', target, '--strip-components=1']);
	await rm(tarball);
	const manifest = { name: 'installed-nodes', private: true, dependencies: { [name]: version } };
	await writeFile(path.join(nodes, 'package.json'), `${JSON.stringify(manifest, null, '\t')}\n`);
}
