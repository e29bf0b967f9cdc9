/** The commands that the pages give to a reader, and what stands behind each of them. */
import { globSync } from 'node:fs';

import { blocks, readPage } from '../../tools/docs/pages.ts';

/** The pages of the project, by their paths. */
export const markdownFiles = (): string[] =>
	globSync(['*.md', '{.github,docs,examples}/**/*.md']).sort();

/** The commands of each page's bash blocks, without comments. */
export function commandsByPage(): Map<string, string[]> {
	return new Map(
		markdownFiles().map((page) => [page, blocks(readPage(page), 'bash').flatMap(commandsIn)]),
	);
}

/** A line of an env file, which runs nothing. */
const SETTING = /^[A-Z][A-Z0-9_]*=[^$]*$/;

export function commandsIn(block: string): string[] {
	return block
		.replaceAll(/\\\n\s*/g, '')
		.split('\n')
		.map((line) => line.replace(/(^|\s)#.*$/, ''))
		.flatMap((line) => line.split('&&'))
		.map((command) => command.trim())
		.filter((command) => command !== '' && !SETTING.test(command));
}

type Scripts = Readonly<Record<string, string>>;

/** Returns the package.json script that a command runs; undefined if it runs none. */
export function scriptOf(command: string): string | undefined {
	const [npm, run, name] = command.split(' ');
	if (npm !== 'npm') return undefined;
	if (run === 'test') return 'test';
	return run === 'run' ? name : undefined;
}

/** Returns every command that a script runs, directly or through another script. */
export function reached(ci: string, scripts: Scripts): Set<string> {
	const commands = new Set<string>();
	const follow = (lines: readonly string[]): void => {
		for (const command of lines) {
			// Arguments after -- do not belong to the command.
			const [name = ''] = command.split(' -- ');
			if (commands.has(name)) continue;
			commands.add(name);
			follow(commandsIn(scripts[scriptOf(name) ?? ''] ?? ''));
		}
	};
	follow(commandsIn(ci).map((line) => line.replace(/^check (count_\w+ )?/, '')));
	return commands;
}

/** Commands that neither the tests nor `.ci/run` can run, and why. */
export const CANNOT_RUN: ReadonlyArray<[command: RegExp, reason: string]> = [
	[/^npm run n8n$/, 'installs 2 GB from the registry; test:e2e starts the same stage'],
	[/^npm run test:planted$/, 'takes many minutes; test:faults runs what it checks'],
	[/^npm run bench$/, 'takes minutes, and its ratios need a quiet machine'],
	[/^npm run coverage$/, 'takes minutes, for the tests that .ci/run runs anyway'],
	[/^(mkdir -p|cd) ~\/\.n8n\/nodes$/, "the reader's own n8n"],
	[
		/^npm install \/path\/to\/n8n-nodes-customerio-[\d.]+\.tgz$/,
		'asks the registry for n8n-workflow; test:e2e installs the packed package',
	],
];

export const reasonNotToRun = (command: string): string | undefined =>
	CANNOT_RUN.find(([pattern]) => pattern.test(command))?.[1];
