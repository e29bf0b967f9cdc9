/** What people type into the node panel finds a node that can do it. */
import { readFile } from 'node:fs/promises';

const NAMES = {
	App: 'Customer.io App',
	AppTrigger: 'Customer.io App Trigger',
	Pipelines: 'Customer.io Pipelines',
	Track: 'Customer.io Track',
} as const;
type Node = keyof typeof NAMES;

/** n8n searches a node's name and the aliases of its codex file. */
async function wordsOf(node: Node): Promise<string[]> {
	const file = `nodes/CustomerIo${node}/CustomerIo${node}.node.json`;
	const { alias } = JSON.parse(await readFile(file, 'utf8')) as { alias: string[] };
	return [NAMES[node], ...alias].map((word) => word.toLowerCase());
}

test.each<[search: string, nodes: Node[]]>([
	['customer.io', ['App', 'AppTrigger', 'Pipelines', 'Track']],
	['customer io', ['App', 'AppTrigger', 'Pipelines', 'Track']],
	['customerio', ['App', 'AppTrigger', 'Pipelines', 'Track']],
	['transactional email', ['App']],
	['people', ['App', 'Pipelines', 'Track']],
	['contact', ['App', 'Pipelines', 'Track']],
	['unsubscribe', ['AppTrigger', 'Track']],
	['suppress', ['Track']],
	['delete person', ['Pipelines', 'Track']],
	['gdpr', ['App', 'Pipelines', 'Track']],
	['export', ['App']],
	['marketing', ['App', 'AppTrigger', 'Pipelines', 'Track']],
	['whatsapp', ['App', 'AppTrigger']],
	['newsletter', ['App']],
	['broadcast', ['App']],
	['segment', ['App', 'Track']],
	['crm', ['Pipelines', 'Track']],
	['bounce', ['AppTrigger', 'Track']],
	['merge', ['Track']],
	['event', ['Pipelines', 'Track']],
])('%s', async (search, nodes) => {
	for (const node of nodes) {
		const words = await wordsOf(node);
		expect(words.some((word) => word.startsWith(search))).toBe(true);
	}
});
