/**
 * Loads the real n8n engine for tests, the demo and the benchmark.
 *
 * n8n-core reads its settings from the environment when it is first required, so they are set before that.
 * Everything is required, never imported: n8n-workflow also ships an ESM build, and loading both builds would create
 * two NodeApiError classes.
 */
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import path from 'node:path';

process.env.N8N_ENCRYPTION_KEY ??= 'test-encryption-key';
if (process.env.N8N_USER_FOLDER === undefined) {
	const userFolder = mkdtempSync(path.join(tmpdir(), 'n8n-engine-'));
	process.env.N8N_USER_FOLDER = userFolder;
	process.once('exit', () => rmSync(userFolder, { recursive: true, force: true }));
}
process.env.N8N_LOG_LEVEL ??= 'silent';
process.env.N8N_DIAGNOSTICS_ENABLED ??= 'false';

const load = createRequire(path.join(process.cwd(), 'package.json'));

const beforeLoad = performance.now();
export const core = load('n8n-core') as typeof import('n8n-core');
export const workflowPackage = load('n8n-workflow') as typeof import('n8n-workflow');
/** How long it took to load the engine. */
export const engineLoadMs = performance.now() - beforeLoad;

export const { version: engineVersion } = load('n8n-core/package.json') as { version: string };

/**
 * Whether this is n8n 1 (`npm run test:n8n1`). Tests see three differences: errors have no `failure`; a failed
 * request loses its cause, so that the credential dialog shows n8n's text for the status instead of the credential's;
 * and parameters of an unknown group are an error.
 */
export const onN8n1 = engineVersion.startsWith('1.');

/**
 * n8n runs the pattern of a locator in a separate VM with a timeout of 250 ms, which fails on a busy machine.
 * Our patterns are safe, so run them directly.
 */
function runPatternsDirectly(): void {
	const folder = path.dirname(load.resolve('n8n-workflow'));
	const { setSafeRegexEngine } = load(path.join(folder, 'safe-regex.js')) as {
		setSafeRegexEngine(engine: object): void;
	};
	const regex = (pattern: string, flags?: string) => new RegExp(pattern, flags);
	const globally = (pattern: string, flags = '') => regex(pattern, `${flags.replace('g', '')}g`);
	setSafeRegexEngine({
		exec: (pattern: string, input: string, flags?: string) => regex(pattern, flags).exec(input),
		test: (pattern: string, input: string, flags?: string) => regex(pattern, flags).test(input),
		replace: (pattern: string, input: string, flags: string | undefined, by: string) =>
			input.replace(regex(pattern, flags), by),
		matchAll: (pattern: string, input: string, flags?: string) => [
			...input.matchAll(globally(pattern, flags)),
		],
		split: (pattern: string, input: string, flags?: string) => input.split(regex(pattern, flags)),
	});
}
// Only n8n 2 has this file.
if (existsSync(path.join(path.dirname(load.resolve('n8n-workflow')), 'safe-regex.js'))) {
	runPatternsDirectly();
}
