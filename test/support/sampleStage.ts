/** The sample package in the engine, and the server that it calls, for the harness's tests. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

import { loadPackage } from '../../tools/engine/harness.ts';
import { writeSamplePackage } from './samplePackage.ts';
import { startSampleServer, type SampleServer } from './sampleServer.ts';

export const type = 'n8n-nodes-sample.sample';
export const triggerType = 'n8n-nodes-sample.sampleTrigger';

export const directory = mkdtempSync(path.join(tmpdir(), 'n8n-sample-'));
export let server: SampleServer;

/** For the node's first credential type. */
export const bearer = () => ({ sampleBearerApi: { key: 'secret', url: server.url } });

/** Sets up and tears down the package and server for the tests of a file. */
export function setSampleStage(): void {
	beforeAll(async () => {
		writeSamplePackage(directory);
		await loadPackage(directory);
		server = await startSampleServer(echo);
	});
	beforeEach(() => {
		server.requests.length = 0;
		server.reply = echo;
	});
	afterAll(async () => {
		await server.close();
		rmSync(directory, { recursive: true });
	});
}

function echo({ body }: { body: string }) {
	return { status: 200, body: body === '' ? {} : (JSON.parse(body) as object) };
}
