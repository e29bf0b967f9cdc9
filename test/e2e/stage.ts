import { mkdtemp, readFile, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';

import { sampleCredentials } from '../../tools/engine/sampleCredentials.ts';
import { startSandbox } from '../../tools/sandbox/sandbox.ts';
import type { RecordedRequest, Sandbox } from '../../tools/sandbox/sandbox.ts';
import { ensureInstalled, PROJECT } from './install.ts';
import { freePort, N8nProcess } from './n8nProcess.ts';
import { installPacked } from './installPacked.ts';
import { N8nRest } from './rest.ts';
import type { SavedWorkflow, Workflow } from './rest.ts';

/** Credential names as in the examples. */
const CREDENTIAL_NAMES = {
	customerIoAppApi: 'Customer.io App account',
	customerIoPipelinesApi: 'Customer.io Pipelines account',
	customerIoTrackApi: 'Customer.io Track account',
};

/** The real n8n with this package installed, an embedded Customer.io, credentials and examples. */
export interface Stage {
	sandbox: Sandbox;
	n8n: N8nProcess;
	rest: N8nRest;
	userFolder: string;
	/** By file name, without `.json`. */
	examples: Map<string, SavedWorkflow>;
	/** Saves a workflow with its credentials replaced by those of this instance. */
	save(workflow: Workflow): Promise<SavedWorkflow>;
	stop(): Promise<void>;
}

export interface StageOptions {
	/** Used if they are free. */
	n8nPort?: number;
	sandboxPort?: number;
	env?: NodeJS.ProcessEnv;
	onRequest?: (request: RecordedRequest) => void;
	say?: (line: string) => void;
}

export async function setStage(options: StageOptions = {}): Promise<Stage> {
	const { say = () => {} } = options;
	await ensureInstalled();
	const userFolder = await mkdtemp(path.join(tmpdir(), 'n8n-customerio-'));
	await installPacked(userFolder);
	const sandbox = await startSandbox({
		port: await freePort(options.sandboxPort),
		...(options.onRequest === undefined ? {} : { onRequest: options.onRequest }),
	});
	const n8n = new N8nProcess({
		userFolder,
		port: await freePort(options.n8nPort),
		...(options.env === undefined ? {} : { env: options.env }),
	});
	const stop = async (): Promise<void> => {
		await n8n.stop();
		await sandbox.stop();
		await rm(userFolder, { recursive: true, force: true, maxRetries: 5 });
	};
	try {
		say('The package is packed and unpacked as a community package; n8n starts …');
		const ms = await n8n.start();
		say(`n8n responds after ${(ms / 1000).toFixed(1)} s.`);
		const rest = new N8nRest(n8n.url);
		await rest.setUpOwner();
		const save = await createCredentials(rest, sandbox);
		const examples = new Map<string, SavedWorkflow>();
		for (const [name, workflow] of await readExamples()) examples.set(name, await save(workflow));
		return { sandbox, n8n, rest, userFolder, examples, save, stop };
	} catch (error) {
		await stop();
		throw error;
	}
}

/** Creates a credential of each type and returns a function that saves a workflow with them. */
async function createCredentials(rest: N8nRest, sandbox: Sandbox): Promise<Stage['save']> {
	const data = sampleCredentials(sandbox);
	const credentials = new Map<string, { id: string; name: string }>();
	for (const type of Object.keys(data) as Array<keyof typeof data>) {
		const name = CREDENTIAL_NAMES[type];
		credentials.set(type, { id: await rest.createCredential(type, name, data[type]), name });
	}
	return async (workflow) => {
		const nodes = workflow.nodes.map((node) => {
			if (node.credentials === undefined) return node;
			const entries = Object.keys(node.credentials).map((type) => [type, credentials.get(type)]);
			return { ...node, credentials: Object.fromEntries(entries) as typeof node.credentials };
		});
		return await rest.createWorkflow({ ...workflow, nodes });
	};
}

async function readExamples(): Promise<Map<string, Workflow>> {
	const folder = path.join(PROJECT, 'examples');
	const workflows = new Map<string, Workflow>();
	for (const file of (await readdir(folder)).filter((name) => name.endsWith('.json')).sort()) {
		const text = await readFile(path.join(folder, file), 'utf8');
		workflows.set(path.basename(file, '.json'), JSON.parse(text) as Workflow);
	}
	return workflows;
}
