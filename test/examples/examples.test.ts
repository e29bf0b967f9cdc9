import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';

import {
	example,
	exampleNames,
	isOurs,
	nodeOf,
	shortType,
	textOf,
	type ExampleWorkflow,
} from './workflows.ts';
import { onN8n1 } from '../../tools/engine/harness.ts';
import { parameterProblems } from './parameterProblems.ts';
import {
	n8nTypes,
	ourDescription,
	realDescriptions,
	realN8nIsHere,
	versionsOf,
} from './nodeTypes.ts';

const readme = readFileSync(path.join('examples', 'README.md'), 'utf8');

/** Names of our nodes in the README. */
const labels: Readonly<Record<string, string>> = {
	customerIoApp: 'Customer.io App',
	customerIoAppTool: 'Customer.io App Tool',
	customerIoAppTrigger: 'Customer.io App Trigger',
	customerIoPipelines: 'Customer.io Pipelines',
	customerIoTrack: 'Customer.io Track',
};

/** By type: names in the README and in n8n's dialogs. */
const credentialNames = {
	// An example with two workspaces names them.
	customerIoAppApi: /^Customer\.io App ((staging|production) )?account$/,
	customerIoPipelinesApi: /^Customer\.io Pipelines account$/,
	customerIoTrackApi: /^Customer\.io Track account$/,
};

/** Each `{ node, type }` that a connection names. */
function targetsOf({ connections }: ExampleWorkflow) {
	return Object.entries(connections).flatMap(([from, byType]) =>
		Object.entries(byType).flatMap(([type, outputs]) =>
			outputs.flatMap((output) => (output ?? []).map((to) => ({ from, type, to }))),
		),
	);
}

async function problemsOfOurs(workflow: ExampleWorkflow): Promise<string[]> {
	const problems: string[] = [];
	for (const node of workflow.nodes.filter(isOurs)) {
		const description = await ourDescription(shortType(node));
		expect(versionsOf(description)).toContain(node.typeVersion);
		const ofNode = parameterProblems(node.parameters, node.typeVersion, description);
		problems.push(...ofNode.map((problem) => `${node.name}: ${problem}`));
	}
	return problems;
}

describe.each(exampleNames)('%s', (name) => {
	const workflow = example(name);
	const { nodes } = workflow;
	const nodeNames = nodes.map((node) => node.name);

	it('can be imported', () => {
		expect(workflow.name.length).toBeGreaterThan(5);
		expect(workflow.settings).toEqual({ executionOrder: 'v1' });
		expect(new Set(nodeNames).size).toBe(nodes.length);
		expect(new Set(nodes.map(({ id }) => id)).size).toBe(nodes.length);
		for (const { id, position, type, webhookId } of nodes) {
			expect(id).toMatch(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/);
			expect(position.every(Number.isFinite)).toBe(true);
			if (/(form|chat|shopify|pipedrive|AppT)[tT]?rigger$/i.test(type))
				expect(webhookId).toMatch(/^[0-9a-f-]{36}$/);
		}
		for (const { from, type, to } of targetsOf(workflow)) {
			expect(nodeNames).toContain(from);
			expect(nodeNames).toContain(to.node);
			expect(to).toEqual({ node: to.node, type, index: 0 });
		}
	});

	it('has no unconnected node', () => {
		const connected = targetsOf(workflow).flatMap(({ from, to }) => [from, to.node]);
		const alone = nodes.filter((node) => !connected.includes(node.name));
		expect(alone.map(({ type }) => type)).toEqual(['n8n-nodes-base.stickyNote']);
	});

	it('has nodes that do not overlap', () => {
		const [note, ...others] = nodes;
		const { height, width } = note?.parameters as { height: number; width: number };
		const [left = 0, top = 0] = note?.position ?? [];
		for (const { position } of others) {
			const [x = 0, y = 0] = position;
			expect(x >= left + width || y >= top + height).toBe(true);
		}
		expect(new Set(nodes.map(({ position }) => position.join())).size).toBe(nodes.length);
	});

	it('uses node types that exist', async () => {
		for (const node of nodes) {
			if (isOurs(node)) {
				expect(await ourDescription(shortType(node))).toHaveProperty('name', shortType(node));
				continue;
			}
			expect(Object.keys(n8nTypes)).toContain(node.type);
			expect(n8nTypes[node.type]?.versions).toContain(node.typeVersion);
		}
	});

	it('names credentials, and holds no secret', async () => {
		for (const node of nodes) {
			const expectedNames = isOurs(node)
				? ((await ourDescription(shortType(node))).credentials ?? []).map(
						(credential) => credential.name,
					)
				: (n8nTypes[node.type]?.credentials ?? []);
			const entries = Object.entries(node.credentials ?? {});
			expect(entries).toHaveLength(expectedNames.length === 0 ? 0 : 1);
			for (const [type, credential] of entries) {
				expect(expectedNames).toContain(type);
				// An ID that no instance has: n8n finds the credential by its name.
				expect(credential.id).toBe(type);
				expect(credential.name).toMatch(
					credentialNames[type as keyof typeof credentialNames] ?? / account$/,
				);
			}
		}
		const text = textOf(name);
		expect(text).not.toMatch(/sandbox-|Bearer |\bsk-|xox[bp]-|shpat_|pat-(na|eu)|AKIA|\/home\//);
		const addresses = text.match(/[\w.+-]+@[\w.-]+/g) ?? [];
		const real = addresses.filter((address) => !/[@.]example(\.com)?\.?$/.test(address));
		expect(real).toEqual([]);
	});

	it('has only parameters that exist and are visible in our nodes', async () => {
		expect(await problemsOfOurs(workflow)).toEqual([]);
	});

	it('has pinned sample rows wherever it needs a third-party account', () => {
		const sources = nodes.filter(
			({ name: values, type }) =>
				n8nTypes[type]?.source === true && targetsOf(workflow).some(({ from }) => from === values),
		);
		for (const source of sources) {
			const rows = workflow.pinData?.[source.name] ?? [];
			expect(rows.length).toBeGreaterThan(0);
			for (const row of rows) expect(Object.keys(row)).toEqual(['json']);
		}
		for (const pinned of Object.keys(workflow.pinData ?? {})) expect(nodeNames).toContain(pinned);
	});

	it('is in the table of the README', () => {
		const row = readme.split('\n').find((line) => line.includes(`](${name}.json)`));
		expect(row).toBeDefined();
		for (const type of new Set(nodes.filter(isOurs).map(shortType)))
			expect(row).toContain(labels[type]);
	});

	(realN8nIsHere && !onN8n1 ? it : it.skip)("fits the real n8n's own nodes", () => {
		for (const node of nodes.filter((candidate) => !isOurs(candidate))) {
			const descriptions = realDescriptions(node.type);
			const n8nType = n8nTypes[node.type];
			expect(descriptions.flatMap(versionsOf).sort()).toEqual(
				[...(n8nType?.versions ?? [])].sort(),
			);
			const description = descriptions.find((candidate) =>
				versionsOf(candidate).includes(node.typeVersion),
			);
			if (description === undefined) throw new Error(`No version of ${node.type}`);
			const credentials = (description.credentials ?? []).map((credential) => credential.name);
			for (const type of Object.keys(node.credentials ?? {})) expect(credentials).toContain(type);
			const problems = parameterProblems(node.parameters, node.typeVersion, description);
			expect(problems.map((problem) => `${node.name}: ${problem}`)).toEqual([]);
		}
	});
});

it('runs every example', () => {
	const tests = readdirSync(__dirname)
		.filter((file) => file.endsWith('.test.ts') && file !== path.basename(__filename))
		.map((file) => readFileSync(path.join(__dirname, file), 'utf8'))
		.join('');
	const isRun = (name: string) => new RegExp(`'${name}[' ]`).test(tests);
	expect(exampleNames.filter((name) => !isRun(name))).toEqual([]);
});

/** n8n would ignore each of these mistakes; the checks above must report it. */
describe('the check of parameters', () => {
	const broken = async (
		name: string,
		nodeName: string,
		slip: (parameters: Record<string, unknown>) => void,
	) => {
		const workflow = example(name);
		slip(nodeOf(workflow, nodeName).parameters);
		return await problemsOfOurs(workflow);
	};

	it.each<[string, (parameters: Record<string, unknown>) => void, string]>([
		['an unknown name', (values) => (values.userID = '1'), 'userID is unknown'],
		['another operation', (values) => (values.groupId = 'acme'), 'groupId is hidden'],
		['a hidden one', (values) => (values.traitsExcept = 'id'), 'traitsExcept is hidden'],
		[
			'an unknown entry of a collection',
			(values) => (values.additionalFields = { created: 1 }),
			'additionalFields.created is unknown',
		],
		[
			'a hidden entry of a collection',
			(values) => (values.additionalFields = { groupId: 'acme' }),
			'additionalFields.groupId is hidden',
		],
		['an option', (values) => (values.traitsInput = 'all'), 'traitsInput has no option "all"'],
		['an operation', (values) => (values.operation = 'upsert'), 'operation has no option "upsert"'],
		['an expression', (values) => (values.resource = '={{ 1 }}'), 'resource takes no expression'],
		['a type', (values) => (values.batchRequests = 'yes'), 'batchRequests is no boolean: "yes"'],
	])('reports %s', async (_, slip, problem) => {
		const problems = await broken('hubspot-contacts-to-people', 'Identify people', slip);
		expect(problems).toContain(`Identify people: ${problem}`);
	});

	it.each<[string, (parameters: Record<string, unknown>) => void, string]>([
		[
			'a blank locator',
			(values) => (values.broadcastId = { value: '' }),
			'broadcastId is required',
		],
		[
			'a mode',
			(values) => (values.broadcastId = { __rl: true, mode: 'name', value: 'Alert' }),
			'broadcastId has no mode "name"',
		],
		['a missing one', (values) => delete values.emails, 'emails is required'],
		['an unused input mode', (values) => (values.ids = '1'), 'ids is hidden'],
		[
			'rows of another kind',
			(values) => (values.data = { values: [], assignments: [{ name: 'a', value: 1 }] }),
			'data.values is unknown',
		],
	])('reports %s', async (_, slip, problem) => {
		const problems = await broken('broadcast-from-form', 'Trigger broadcast', slip);
		expect(problems).toContain(`Trigger broadcast: ${problem}`);
	});

	it('reports a group that a filter does not have', async () => {
		const problems = broken('weekly-export-to-storage', 'Export people', (values) => {
			values.filter = { segment: [{ id: 4 }], conditions: [{ condition: 'within', size: 1 }] };
		});
		if (onN8n1) return await expect(problems).rejects.toThrow('Could not find property option');
		expect(await problems).toEqual([
			'Export people: filter.segment is unknown',
			'Export people: filter.conditions[0].condition has no option "within"',
			'Export people: filter.conditions[0].size is unknown',
		]);
	});
});
