/** Measures a task in a new process and sends the result to the parent. */
import { once } from 'node:events';
import { createRequire } from 'node:module';
import path from 'node:path';
import { parseArgs } from 'node:util';

import type { INodeType } from 'n8n-workflow';

const [task, url = '', count = '', id = '4'] = parseArgs({ allowPositionals: true }).positionals;

function report(result: object): void {
	process.send?.(result);
}

/** Reads segments of a sandbox when the parent sends a message. */
async function readSegments(): Promise<void> {
	const { sampleCredentials, loadCandidates } = await import('./candidates.ts');
	const { measure } = await import('./measure.ts');
	const { reading, SANDBOX_KEYS } = await import('./paceRows.ts');
	await loadCandidates();
	const go = once(process, 'message');
	report({ ready: true });
	await go;
	const items = Array.from({ length: Number(count) }, () => ({ id }));
	report(await measure(reading(sampleCredentials(url, SANDBOX_KEYS)), items));
	process.disconnect();
}

/** CPU time, memory and blocking of `count` items. */
async function growth(kind: 'identify' | 'get' | 'invalid'): Promise<void> {
	const candidates = await import('./candidates.ts');
	const { measure } = await import('./measure.ts');
	const { people } = await import('./cpuRows.ts');
	await candidates.loadCandidates();
	const credentials = candidates.sampleCredentials(url, { app: 'k', write: 'k' });
	const specs = {
		identify: candidates.identifiers(credentials, url).own,
		get: candidates.bareGetters(credentials, url).own,
		invalid: candidates.invalidGetter(credentials),
	};
	const spec = specs[kind];
	if (spec === undefined) throw new Error(`There is no candidate ${kind}`);
	await measure(spec, people(1000));
	const items = people(Number(count));
	(globalThis as { gc?: () => void }).gc?.();
	const before = process.memoryUsage().rss;
	const run = await measure(spec, items);
	report({ ...run, peakBytes: process.resourceUsage().maxRSS * 1024 - before });
	process.exit(0);
}

/** Peak memory of a node that returns `count` items. */
async function memory(kind: 'list' | 'hold'): Promise<void> {
	const { sampleCredentials, app, holder, loadCandidates } = await import('./candidates.ts');
	const { measure } = await import('./measure.ts');
	await loadCandidates();
	const list = app(sampleCredentials(url, { app: 'k', write: 'k' }), {
		resource: 'segment',
		operation: 'getMembership',
		segmentId: { __rl: true, mode: 'id', value: 4 },
		returnAll: true,
		options: { requestsPerSecond: 0 },
	});
	(globalThis as { gc?: () => void }).gc?.();
	const before = process.memoryUsage().rss;
	const run = await measure(kind === 'list' ? list : holder(Number(count)), [{}]);
	const peakBytes = process.resourceUsage().maxRSS * 1024 - before;
	report({ peakBytes, items: run.outputs, seconds: run.seconds });
	process.exit(0);
}

/** Loads the built nodes and their descriptions; n8n-workflow is loaded first, because n8n has it already. */
function load(): void {
	const require = createRequire(path.resolve('package.json'));
	require('n8n-workflow');
	const { n8n } = require('./package.json') as { n8n: { nodes: string[]; credentials: string[] } };
	const started = performance.now();
	const instances = [...n8n.credentials, ...n8n.nodes].map((file) => {
		const [className = ''] = path.basename(file).split('.');
		const Class = (require(path.resolve(file)) as { [name: string]: new () => INodeType })[
			className
		];
		if (Class === undefined) throw new Error(`${file} has no class ${className}`);
		return { className, instance: new Class() };
	});
	const ms = performance.now() - started;
	const app = instances.find(({ className }) => className === 'CustomerIoApp')?.instance
		.description;
	const operations = (app?.properties ?? [])
		.filter((property) => property.name === 'operation')
		.reduce((sum, { options = [] }) => sum + options.length, 0);
	report({ ms, bytes: JSON.stringify(app).length, operations });
	process.exit(0);
}

if (task === 'read') await readSegments();
else if (task === 'list' || task === 'hold') await memory(task);
else if (task === 'identify' || task === 'get' || task === 'invalid') await growth(task);
else load();
