/**
 * `node tools/install.ts FOLDER` installs a package of the tests that has a folder and a lock file of its own,
 * unless it is there.
 */
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import path from 'node:path';

interface Manifest {
	version?: string;
	dependencies: Record<string, string>;
}

function readManifest(folder: string, file: string): Manifest {
	return JSON.parse(readFileSync(path.join(folder, file), 'utf8')) as Manifest;
}

/** Whether the packages of a folder are there as its manifest wants them. */
export function isInstalled(folder: string): boolean {
	try {
		// npm writes this file last: without it, an installation was interrupted.
		readFileSync(path.join(folder, 'node_modules/.package-lock.json'));
		return Object.entries(readManifest(folder, 'package.json').dependencies).every(
			([name, version]) =>
				readManifest(folder, `node_modules/${name}/package.json`).version === version,
		);
	} catch {
		return false;
	}
}

function install(folder: string): void {
	const dependencies = Object.entries(readManifest(folder, 'package.json').dependencies);
	const names = dependencies.map((entry) => entry.join(' ')).join(', ');
	console.log(`Installing ${names} into ${folder}, once.`);
	// Nothing that their install scripts would do is needed.
	execFileSync('npm', ['ci', '--ignore-scripts', '--no-audit', '--no-fund'], {
		cwd: folder,
		stdio: 'inherit',
		shell: process.platform === 'win32',
	});
}

if (import.meta.main) {
	const [folder = '.'] = process.argv.slice(2);
	if (!isInstalled(folder)) install(folder);
}
