import { describe, test } from 'node:test';

import { setStage } from '../stage.ts';
import { sendBursts } from './observed.ts';

const SETTINGS: Array<[name: string, env: NodeJS.ProcessEnv]> = [
	['as n8n comes', {}],
	['N8N_EXPRESSION_ENGINE_LAZY_ACQUIRE=true', { N8N_EXPRESSION_ENGINE_LAZY_ACQUIRE: 'true' }],
	['N8N_EXPRESSION_ENGINE=legacy', { N8N_EXPRESSION_ENGINE: 'legacy' }],
];

/** For comparison: the same bursts with a single process. */
describe('regular mode', () => {
	for (const [name, env] of SETTINGS) {
		test(`bursts of events, ${name}`, async (t) => {
			const stage = await setStage({ env });
			try {
				await sendBursts(stage, stage.n8n, 2, (line) => t.diagnostic(line));
			} finally {
				await stage.stop();
			}
		});
	}
});
