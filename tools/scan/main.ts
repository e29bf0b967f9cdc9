/**
 * n8n's scanner for community packages (`@n8n/scan-community-package`), which verification requires: applies its rules
 * to the source and to the files that npm would publish. Inline exceptions are ignored.
 *
 * The scanner's command line needs a published package, for provenance and downloads; this runs only its analysis.
 */
import path from 'node:path';
import { pathToFileURL } from 'node:url';

import { unpacked } from './unpack.ts';

interface Scanner {
	SOURCE_FILE_PATTERNS: string[];
	analyzePackage(
		directory: string,
		patterns: string[],
	): Promise<{ passed: boolean; message?: string; details?: string }>;
}

const file = path.join(
	import.meta.dirname,
	'node_modules/@n8n/scan-community-package/scanner/scanner.mjs',
);
const scanner = (await import(pathToFileURL(file).href)) as Scanner;

async function scan(what: string, directory: string, patterns: string[]): Promise<void> {
	const { passed, message, details } = await scanner.analyzePackage(directory, patterns);
	// The scanner also passes a package without files to scan, but then returns a message.
	const clean = passed && message === undefined;
	console.log(`${what}: ${clean ? 'passed' : (message ?? 'failed')}`);
	if (details !== undefined) console.log(details);
	if (!clean) process.exitCode = 1;
}

const tarball = await unpacked();
try {
	await scan('source', process.cwd(), scanner.SOURCE_FILE_PATTERNS);
	await scan('tarball', tarball.directory, ['**/*.js', 'package.json']);
} finally {
	await tarball.remove();
}
