/**
 * `node tools/install.ts FOLDER` installs the dependencies of a folder with a separate package.json and lock file,
 * unless they are installed.
 */
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';

interface Manifest {
	version?: string;
	dependencies: Record<string, string>;
}

function readManifest(folder: string, file: string): Manifest {
	return JSON.parse(readFileSync(path.join(folder, file), 'utf8')) as Manifest;
}

/** Whether the dependencies of a folder are installed in the versions of its package.json. */
export function isInstalled(folder: string): boolean {
	try {
		// npm writes this file last; if it is missing, the installation was interrupted.
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
	// Their install scripts are not needed.
	execFileSync('npm', ['ci', '--ignore-scripts', '--no-audit', '--no-fund'], {
		cwd: folder,
		stdio: 'inherit',
		shell: process.platform === 'win32',
	});
}

if (import.meta.main) {
	const [folder = '.'] = parseArgs({ allowPositionals: true }).positionals;
	if (!isInstalled(folder)) install(folder);
}
