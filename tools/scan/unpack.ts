/** The files that npm would publish. */
import { execFile } from 'node:child_process';
import { globSync } from 'node:fs';
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);

export interface Unpacked {
	/** The package's folder, inside a `node_modules`. */
	readonly directory: string;
	/** All its files, in alphabetical order. */
	readonly files: readonly string[];
	remove(): Promise<void>;
}

/** Packs the built project and unpacks it into a temporary folder. */
export async function unpacked(): Promise<Unpacked> {
	const root = await mkdtemp(path.join(tmpdir(), 'n8n-nodes-customerio-packed-'));
	const shell = process.platform === 'win32';
	await run('npm', ['pack', '--ignore-scripts', '--pack-destination', root], { shell });
	const [tarball] = globSync('*.tgz', { cwd: root });
	if (tarball === undefined) throw new Error('npm packed nothing');
	const directory = path.join(root, 'node_modules', 'n8n-nodes-customerio');
	await mkdir(directory, { recursive: true });
	await run('tar', ['-xzf', tarball, '-C', directory, '--strip-components=1'], { cwd: root });
	return {
		directory,
		files: globSync('**/*', { cwd: directory, withFileTypes: true })
			.filter((entry) => entry.isFile())
			.map((entry) => path.relative(directory, path.join(entry.parentPath, entry.name)))
			.map((file) => file.replaceAll(path.sep, '/'))
			.sort(),
		remove: async () => await rm(root, { recursive: true, force: true }),
	};
}
