/**
 * Loads the real n8n engine for tests, the demo and the benchmark.
 *
 * n8n-core reads its settings from the environment when it is first required, so they are set here, before that.
 * Everything is required (never imported): n8n-workflow also ships an ESM build, and loading both builds would give
 * two NodeApiError classes.
 */
import { mkdtempSync, rmSync } from 'node:fs';
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
/** How long requiring the engine took. */
export const engineLoadMs = performance.now() - beforeLoad;
