/**
 * n8n's own scanner (`@n8n/scan-community-package`), as it scans a community package before it is verified: its rules
 * over the source, and over what npm would publish. Inline exceptions do not count.
 *
 * By itself the scanner takes a published package; what it does before (provenance) and in between (downloads) needs one.
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
	// The scanner passes a package in which it finds nothing to look at.
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
