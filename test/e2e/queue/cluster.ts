import { cp, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';

import { freePort, N8nProcess } from '../n8nProcess.ts';
import { setStage } from '../stage.ts';
import type { Stage } from '../stage.ts';
import { startServices } from './services.ts';

/** Executions that one worker runs concurrently. */
export const CONCURRENCY = 5;

/** n8n in queue mode: `n8n` of the stage is the main process. */
export interface Cluster extends Stage {
	webhook: N8nProcess;
	workers: N8nProcess[];
}

/** Settings of every process, as `docs/scaling.md` recommends. */
const SETTINGS: NodeJS.ProcessEnv = {
	N8N_ENCRYPTION_KEY: 'the-same-for-every-process',
	N8N_EXPRESSION_ENGINE_LAZY_ACQUIRE: 'true',
	QUEUE_WORKER_STALLED_INTERVAL: '0',
	DB_POSTGRESDB_POOL_SIZE: '10',
};

/** Creates a folder with the same installed package, as each container has one. */
async function copyOfInstalled(userFolder: string): Promise<string> {
	const folder = await mkdtemp(path.join(tmpdir(), 'n8n-customerio-'));
	const nodes = '.n8n/nodes';
	await cp(path.join(userFolder, nodes), path.join(folder, nodes), { recursive: true });
	return folder;
}

/** One main, one webhook processor and two workers, with Redis, PostgreSQL and an embedded Customer.io. */
export async function startCluster(
	extraEnv: NodeJS.ProcessEnv = {},
	say: (line: string) => void = () => {},
): Promise<Cluster> {
	const services = await startServices();
	const stops: Array<() => Promise<void>> = [services.stop];
	const stop = async (): Promise<void> => {
		for (const each of stops.splice(0).reverse()) await each();
	};
	try {
		const webhookPort = await freePort();
		const env = {
			...SETTINGS,
			...services.env,
			WEBHOOK_URL: `http://127.0.0.1:${webhookPort}/`,
			...extraEnv,
		};
		const stage = await setStage({
			env: { ...env, N8N_DISABLE_PRODUCTION_MAIN_PROCESS: 'true' },
			say,
		});
		stops.push(stage.stop);
		const startOne = async (command: string, port: number, ofCommand: NodeJS.ProcessEnv) => {
			const userFolder = await copyOfInstalled(stage.userFolder);
			stops.push(async () => await rm(userFolder, { recursive: true, force: true, maxRetries: 5 }));
			const instance = new N8nProcess({ userFolder, port, command, env: { ...env, ...ofCommand } });
			stops.push(async () => await instance.stop());
			await instance.start();
			return instance;
		};
		const startWorker = async (): Promise<N8nProcess> => {
			const port = await freePort();
			return await startOne('worker', port, {
				N8N_CONCURRENCY_PRODUCTION_LIMIT: String(CONCURRENCY),
				QUEUE_HEALTH_CHECK_ACTIVE: 'true',
				QUEUE_HEALTH_CHECK_PORT: String(port),
				N8N_WORKER_SERVER_ADDRESS: '127.0.0.1',
			});
		};
		const started = Date.now();
		const [webhook, ...workers] = await Promise.all([
			startOne('webhook', webhookPort, {}),
			startWorker(),
			startWorker(),
		]);
		say(
			`The webhook processor and two workers are ready after ${((Date.now() - started) / 1000).toFixed(1)} s.`,
		);
		return { ...stage, webhook, workers, stop };
	} catch (error) {
		await stop();
		throw error;
	}
}
