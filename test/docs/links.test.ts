import { anchorsOf, linkProblems, markdownFiles } from '../../tools/docs/links.ts';

describe('links', () => {
	const files = markdownFiles();

	test('are looked for in the files of the project', () => {
		expect(files).toEqual(
			expect.arrayContaining(['README.md', 'docs/operations.md', 'examples/README.md']),
		);
		expect(files.filter((file) => file.includes('node_modules'))).toEqual([]);
	});

	test.each(files)('of %s lead somewhere', (file) => expect(linkProblems(file)).toEqual([]));
});

describe('a broken link is found', () => {
	const page = (markdown: string) => linkProblems('docs/page.md', `# A page\n\n${markdown}\n`);

	test.each([
		['[file](missing.md)', 'missing.md: does not exist'],
		['![picture](images/missing.png)', 'images/missing.png: does not exist'],
		['<img alt="" src="images/missing.png">', 'images/missing.png: does not exist'],
		['[anchor](#b-page)', '#b-page: has no such heading'],
		['[anchor](../README.md#nowhere)', '../README.md#nowhere: has no such heading'],
		['[out](../../elsewhere.md)', '../../elsewhere.md: leads out of the project'],
		['[built](../dist/nodes)', '../dist/nodes: is not in the repository'],
		['[name][x]\n\n[x]: missing.md', 'missing.md: does not exist'],
		['http://docs.n8n.io/', 'http://docs.n8n.io/: is not https'],
		[
			'[typo](https://docs.costumer.io/)',
			'https://docs.costumer.io/: its host is not in KNOWN_HOSTS: is it spelled right?',
		],
	])('%s', (markdown, problem) => expect(page(markdown)).toEqual([problem]));

	test('but not in code, and not where all is well', () => {
		expect(page('`[x](missing.md)`\n\n```md\n[x](missing.md)\n```\n\n[a](#a-page)')).toEqual([]);
		expect(page('[r](../README.md#credentials), <https://n8n.io>, https://n8n.io.')).toEqual([]);
	});
});

test('anchors are those of GitHub', () => {
	const headings = '# Customer.io: *what* it is\n\n## `npm run` & more\n\n## Set_up\n\n## Set_up\n';
	expect([...anchorsOf(headings)]).toEqual([
		'customerio-what-it-is',
		'npm-run--more',
		'set_up',
		'set_up-1',
	]);
});
