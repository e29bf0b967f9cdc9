/**
 * `node test/install.ts FOLDER` installs a package of the tests that has a folder and a lock file of its own,
 * unless it is there.
 */
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import path from 'node:path';

interface Manifest {
	version?: string;
	dependencies: Record<string, string>;
}

const [folder = '.'] = process.argv.slice(2);

const read = (file: string): Manifest =>
	JSON.parse(readFileSync(path.join(folder, file), 'utf8')) as Manifest;

const wanted = Object.entries(read('package.json').dependencies);

function isInstalled(): boolean {
	try {
		// npm writes this file last: without it, an installation was interrupted.
		readFileSync(path.join(folder, 'node_modules/.package-lock.json'));
		return wanted.every(
			([name, version]) => read(`node_modules/${name}/package.json`).version === version,
		);
	} catch {
		return false;
	}
}

if (!isInstalled()) {
	const names = wanted.map((entry) => entry.join(' ')).join(', ');
	console.log(`Installing ${names} into ${folder}, once.`);
	// Nothing that their install scripts would do is needed.
	execFileSync('npm', ['ci', '--ignore-scripts', '--no-audit', '--no-fund'], {
		cwd: folder,
		stdio: 'inherit',
		shell: process.platform === 'win32',
	});
}
