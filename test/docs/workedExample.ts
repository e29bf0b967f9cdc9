/** Builds the package with one more operation: the one that CONTRIBUTING.md adds. */
import { exec } from 'node:child_process';
import { cpSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { promisify } from 'node:util';

const RESOURCE = 'nodes/CustomerIoApp/resources/segment.ts';
const OPERATIONS = '\toperations: {\n';
/** Everything that `npm run build` reads. */
const SOURCES = [
	...['nodes', 'credentials', 'icons'],
	...['package.json', 'tsconfig.json', 'tsconfig.build.json', 'gulpfile.js'],
];

/** Copies the sources into a folder, with the entry where the page puts it. */
export function copyWith(entry: string, folder: string): void {
	for (const source of SOURCES) cpSync(source, path.join(folder, source), { recursive: true });
	symlinkSync(path.resolve('node_modules'), path.join(folder, 'node_modules'), 'junction');
	const [before, after] = readFileSync(RESOURCE, 'utf8').split(OPERATIONS);
	if (before === undefined || after === undefined) throw new Error(`${RESOURCE} has another form`);
	writeFileSync(path.join(folder, RESOURCE), before + OPERATIONS + entry + after);
}

/** Builds a folder as a contributor would. Rejects with the compiler's output. */
export async function build(folder: string): Promise<void> {
	const run = promisify(exec)('npm run build', { cwd: folder });
	await run.catch((error: Error & { stdout: string }) => {
		throw new Error(error.stdout, { cause: error });
	});
}
