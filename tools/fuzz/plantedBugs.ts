/**
 * Checks the fault suite: `node tools/fuzz/plantedBugs.ts [--seed N] [--trials N] [--only KIND]…`.
 *
 * Puts each of the faults that the nodes once had back into a copy of the sources, builds it, and runs the suite until it
 * finds the fault. Prints seed and trial of each, and fails if one is not found.
 */
import { execFile } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { parseArgs, promisify } from 'node:util';

import { bugs, type Bug } from './bugs.ts';

const run = promisify(execFile);
const root = process.cwd();

const options = parseArgs({
	options: {
		seed: { type: 'string' },
		trials: { type: 'string', default: '2000' },
		only: { type: 'string', multiple: true },
	},
}).values;

/** What a build needs. */
const SOURCES = [
	'nodes',
	'credentials',
	'icons',
	'gulpfile.js',
	'package.json',
	'tsconfig.json',
	'tsconfig.build.json',
];

function plant(bug: Bug, folder: string): void {
	for (const source of SOURCES) {
		cpSync(path.join(root, source), path.join(folder, source), { recursive: true });
	}
	symlinkSync(path.join(root, 'node_modules'), path.join(folder, 'node_modules'));
	for (const { file, from, to } of bug.edits) {
		const target = path.join(folder, file);
		const parts = readFileSync(target, 'utf8').split(from);
		if (parts.length !== 2) {
			throw new Error(`${bug.kind}: ${file} has ${parts.length - 1} times: ${from}`);
		}
		writeFileSync(target, parts.join(to));
	}
}

/** @returns the line of the suite that says where it found the bug; undefined if it did not */
async function find(bug: Bug): Promise<string | undefined> {
	const folder = mkdtempSync(path.join(tmpdir(), 'planted-bug-'));
	try {
		plant(bug, folder);
		await run('npx', ['gulp', 'build'], { cwd: folder });
		const suite = path.join(import.meta.dirname, 'main.ts');
		const seed = options.seed ?? String(bug.seed ?? 1);
		const args = ['--seed', seed, '--trials', options.trials];
		const { stdout } = await run(
			process.execPath,
			[suite, ...args, '--until', bug.shownBy.source],
			{ cwd: folder, maxBuffer: 64 * 1024 * 1024 },
		);
		return stdout.split('\n').find((line) => line.startsWith('Found'));
	} finally {
		rmSync(folder, { recursive: true });
	}
}

const chosen = bugs.filter(({ kind }) => options.only?.includes(kind) ?? true);
const queue = chosen.values();
/** Trials mostly wait, so two bugs are looked for at the same time. */
await Promise.all(
	[queue, queue].map(async (rest) => {
		for (const bug of rest) {
			const found = await find(bug);
			if (found === undefined) process.exitCode = 1;
			console.log(`${bug.kind}: ${bug.description}\n    ${found ?? 'NOT FOUND'}`);
		}
	}),
);
