/** Every command of the pages is real: run here, run by `.ci/run`, or named with the reason why neither can. */
import { execFile, spawn } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';

import {
	CANNOT_RUN,
	commandsByPage,
	commandsIn,
	markdownFiles,
	reached,
	reasonNotToRun,
	scriptOf,
} from './commands.ts';
import { blocks, readPage, section } from '../../tools/docs/pages.ts';

const { name, version, scripts } = JSON.parse(readFileSync('package.json', 'utf8')) as {
	name: string;
	version: string;
	scripts: Record<string, string>;
};
const pages = markdownFiles();
const byPage = commandsByPage();
const commands = [...new Set([...byPage.values()].flat())].sort();
const ofCi = reached(readPage('.ci/run'), scripts);

const folders: string[] = [];
const newFolder = () => {
	const folder = mkdtempSync(path.join(tmpdir(), 'docs-commands-'));
	folders.push(folder);
	return folder;
};
afterAll(() => {
	for (const folder of folders) rmSync(folder, { recursive: true });
});

const run = promisify(execFile);
/** Runs what a page says in a shell, which stops at the first failure. */
const shell = async (script: string, cwd: string = process.cwd()) =>
	await run('bash', ['-euo', 'pipefail', '-c', script], { cwd, env });

/** As a reader's shell would have it: Jest's and npm's own settings would change what a command does. */
const env = Object.fromEntries(
	Object.entries(process.env).filter(([key]) => !/^(npm_|NODE_|JEST_)/.test(key)),
);

const releaseBlock = blocks(section(readPage('CONTRIBUTING.md'), 'Release'), 'bash')[0] ?? '';

/** What is cheap enough to be run here, and what it must do. */
const trials: ReadonlyArray<[command: RegExp, trial: (command: string) => Promise<void>]> = [
	[/^npm run sandbox$/, answersUntilStopped],
	[/^npm pack$/, packsWhatIsPublished],
	[/^npx jest /, findsTests],
	[/^npm run docs$/, drawsTheArchitecture],
	[/^npm run test:faults -- /, repeatsATrial],
];

const isOfRelease = (command: string) => commandsIn(releaseBlock).includes(command);

describe('the commands of the pages', () => {
	it.each(commands)(
		'%s',
		async (command) => {
			const script = scriptOf(command);
			if (script !== undefined) expect(Object.keys(scripts)).toContain(script);
			const trial = trials.find(([pattern]) => pattern.test(command))?.[1];
			if (trial !== undefined) return await trial(command);
			if (ofCi.has(command) || isOfRelease(command)) return;
			const where = [...byPage].filter(([, own]) => own.includes(command)).map(([page]) => page);
			if (reasonNotToRun(command) === undefined) {
				throw new Error(
					`${where.join()} says "${command}", which nothing runs: neither .ci/run nor test/docs/commands.test.ts. If neither can, say why in test/docs/commands.ts.`,
				);
			}
		},
		60_000,
	);

	it('that cannot be run are still given somewhere', () => {
		const unused = CANNOT_RUN.filter(([pattern]) => !commands.some((one) => pattern.test(one)));
		// A page may give it in passing, outside a block.
		const text = pages.map(readPage).join('\n');
		const gone = unused.filter(([pattern]) => {
			const inText = new RegExp(pattern.source.replace(/^\^/, '`').replace(/\$$/, '`'));
			return !inText.test(text);
		});
		expect(gone).toEqual([]);
	});

	it('include scripts named in passing', () => {
		const named = pages.flatMap((page) =>
			[...readPage(page).matchAll(/npm run ([\w:-]+)/g)].map(([, script]) => script ?? ''),
		);
		expect(named.length).toBeGreaterThan(10);
		expect(named.filter((script) => !(script in scripts))).toEqual([]);
	});

	it('name the version that is packed', () => {
		const tarballs = [
			...pages
				.map(readPage)
				.join()
				.matchAll(/[\w-]+-(\d+\.\d+\.\d+)\.tgz/g),
		];
		expect(tarballs.map(([file]) => file)).toEqual(tarballs.map(() => `${name}-${version}.tgz`));
	});
});

it('a release as CONTRIBUTING.md describes it ends with the tag that publishes', async () => {
	const folder = newFolder();
	const origin = newFolder();
	for (const file of ['package.json', 'package-lock.json']) cpSync(file, path.join(folder, file));
	await shell(
		`git init --quiet --bare "${origin}"
		git init --quiet --initial-branch main
		git config user.name Test; git config user.email test@example.com; git config commit.gpgsign false
		git add . && git commit --quiet --message First
		git remote add origin "${origin}"`,
		folder,
	);
	await shell(releaseBlock, folder);
	const manifest = JSON.parse(readFileSync(path.join(folder, 'package.json'), 'utf8')) as {
		version: string;
	};
	const { stdout } = await shell('git tag --list --points-at main', origin);
	expect(manifest.version).not.toBe(version);
	expect(stdout.trim()).toBe(`v${manifest.version}`);

	const workflow = readPage('.github/workflows/publish.yml');
	expect(workflow).toContain("tags: ['v*']");
	const checks = [...workflow.matchAll(/run: (.*GITHUB_REF_NAME.*)/g)].map(([, check]) => check);
	expect(checks).toHaveLength(2);
	const checked = async (tag: string) =>
		await shell(`export GITHUB_REF_NAME=${tag}\n${checks.join('\n')}`, folder).then(
			() => true,
			() => false,
		);
	expect(await checked(`v${manifest.version}`)).toBe(false);
	const changelog = `## [${manifest.version}] - 2026-12-24\n${readPage('CHANGELOG.md')}`;
	writeFileSync(path.join(folder, 'CHANGELOG.md'), changelog);
	expect(await checked(`v${manifest.version}`)).toBe(true);
	expect(await checked(`v${version}`)).toBe(false);
}, 60_000);

it('the changelog has the version of the package, and room for the next', () => {
	const headings = [...readPage('CHANGELOG.md').matchAll(/^## \[(.+?)\](?: - (\S+))?$/gm)];
	const [unreleased, latest] = headings;
	expect(unreleased?.[1]).toBe('Unreleased');
	expect(latest?.slice(1)).toEqual([version, expect.stringMatching(/^\d{4}-\d{2}-\d{2}$/)]);
});

/** The sandbox takes the next port if another one runs already, so the port is read from what it says. */
async function answersUntilStopped(command: string): Promise<void> {
	const child = spawn('bash', ['-c', command], {
		detached: true,
		env,
		stdio: ['ignore', 'pipe', 'inherit'],
	});
	const ended = new Promise((resolve) => child.once('close', resolve));
	try {
		const url = await new Promise<string>((resolve, reject) => {
			let said = '';
			child.stdout.on('data', (chunk: Buffer) => {
				said += chunk.toString('utf8');
				const found = /http:\/\/127\.0\.0\.1:\d+(?=[^]*Stop with)/.exec(said)?.[0];
				if (found !== undefined) resolve(found);
			});
			child.once('close', () => reject(new Error(`"${command}" ended: ${said}`)));
		});
		const headers = { Authorization: 'Bearer sandbox-app-key' };
		expect((await fetch(`${url}/v1/segments`, { headers })).status).toBe(200);
	} finally {
		// With npm between, a signal to the child alone would leave the server behind.
		if (child.pid !== undefined && child.exitCode === null) process.kill(-child.pid, 'SIGTERM');
		await ended;
	}
}

async function packsWhatIsPublished(command: string): Promise<void> {
	const { stdout } = await shell(`${command} --dry-run --json --ignore-scripts`);
	const [packed] = JSON.parse(stdout) as Array<{ files: Array<{ path: string }> }>;
	const files = packed?.files.map((file) => file.path) ?? [];
	const { n8n } = JSON.parse(readFileSync('package.json', 'utf8')) as {
		n8n: { nodes: string[]; credentials: string[] };
	};
	expect(files).toEqual(
		expect.arrayContaining(['LICENSE', 'README.md', ...n8n.nodes, ...n8n.credentials]),
	);
	expect(files.filter((file) => !/^(dist\/|LICENSE|README\.md|package\.json)/.test(file))).toEqual(
		[],
	);
}

async function findsTests(command: string): Promise<void> {
	const [, , , , ...paths] = command.split(' ');
	expect(paths.length).toBeGreaterThan(0);
	const { stdout } = await shell(`${command} --listTests`);
	const found = stdout.trim().split('\n');
	for (const wanted of paths) {
		expect(found.filter((file) => file.includes(wanted))).not.toEqual([]);
	}
}

/** Without the build, which would take `dist/` away from the tests beside this one. */
async function repeatsATrial(command: string): Promise<void> {
	const [, flags = ''] = command.split(' -- ');
	const { stdout } = await shell(`npx node tools/fuzz/main.ts ${flags}`);
	expect(stdout).toContain('passed');
}

/** The script writes in place, so its part for the architecture is run in a copy. */
async function drawsTheArchitecture(): Promise<void> {
	const draw = 'node tools/docs/architecture.ts';
	expect(commandsIn(scripts.docs ?? '')).toContain(draw);
	const folder = newFolder();
	for (const source of ['nodes', 'credentials', 'tools/docs', 'tools/package.json']) {
		cpSync(source, path.join(folder, source), { recursive: true });
	}
	symlinkSync(path.resolve('node_modules'), path.join(folder, 'node_modules'));
	const page = path.join(folder, 'CONTRIBUTING.md');
	writeFileSync(page, readPage('CONTRIBUTING.md').replace(/ {2}credentials --> transport\n/, ''));
	await expect(shell(`npx ${draw} --check`, folder)).rejects.toThrow(/is stale/);
	await shell(`npx ${draw}`, folder);
	expect(readFileSync(page, 'utf8')).toBe(readPage('CONTRIBUTING.md'));
}
