/** The published package contains what n8n needs, nothing else, and works standalone. */
import { globSync, readFileSync } from 'node:fs';
import { symlink } from 'node:fs/promises';
import path from 'node:path';

import { located, startApp } from '../support/appNode.ts';
import { loadPackage } from '../../tools/engine/harness.ts';
import { unpacked, type Unpacked } from '../../tools/scan/unpack.ts';

let tarball: Unpacked;
beforeAll(async () => {
	tarball = await unpacked();
	// n8n provides n8n-workflow to the packages that it loads.
	const engine = path.join(tarball.directory, '..', 'n8n-workflow');
	await symlink(path.resolve('node_modules/n8n-workflow'), engine, 'junction');
}, 60_000);
afterAll(async () => await tarball.remove());

const readText = (file: string) => readFileSync(path.join(tarball.directory, file), 'utf8');

it('contains the nodes, credentials, shared code, icons, codex files and documentation, and nothing else', () => {
	const modules = [
		'nodes/loading.js',
		'nodes/shared.js',
		...globSync('nodes/*/run.ts'),
		...globSync('nodes/*/*.node.ts'),
		...globSync('credentials/*.credentials.ts'),
	];
	const copied = globSync('{icons/*.svg,nodes/**/*.node.json}');
	expect(copied).toHaveLength(6);
	const built = [...modules, ...copied].map(
		(file) => `dist/${file.replaceAll(path.sep, '/').replace(/ts$/, 'js')}`,
	);
	expect(tarball.files).toEqual(['LICENSE', 'README.md', 'package.json', ...built].sort());
});

it('is readable: not minified', () => {
	const shared = readText('dist/nodes/shared.js');
	expect(shared).toContain('// nodes/shared/transport/rateLimiter.ts\n');
	expect(shared).toMatch(/^\/\*\*\n.*\n[^]*?^\*\/\nfunction readLocatorField\(field, raw\) \{$/m);
});

it('contains no path of the build machine', () => {
	for (const file of tarball.files) {
		const text = readText(file);
		expect(text).not.toContain(process.cwd());
		expect(text).not.toContain('sourceMappingURL');
		expect(text).not.toMatch(/-----BEGIN|npm_[A-Za-z0-9]{30}|_authToken/);
	}
});

it('needs nothing but n8n, and declares each node and credential that it contains', () => {
	const manifest = JSON.parse(readText('package.json')) as {
		keywords: string[];
		scripts: Record<string, string>;
		n8n: { n8nNodesApiVersion: number; nodes: string[]; credentials: string[] };
	};
	expect(manifest).toMatchObject({
		name: expect.stringMatching(/^n8n-nodes-/) as string,
		license: 'MIT',
		peerDependencies: { 'n8n-workflow': '*' },
	});
	expect(manifest.keywords).toContain('n8n-community-node-package');
	for (const field of ['dependencies', 'optionalDependencies', 'bundleDependencies', 'overrides']) {
		expect(manifest).not.toHaveProperty(field);
	}
	for (const script of ['preinstall', 'install', 'postinstall', 'prepare']) {
		expect(manifest.scripts).not.toHaveProperty(script);
	}
	const endingIn = (end: string) => tarball.files.filter((file) => file.endsWith(end));
	expect(manifest.n8n).toEqual({
		n8nNodesApiVersion: 1,
		strict: true,
		credentials: endingIn('.credentials.js'),
		nodes: endingIn('.node.js'),
	});
});

it("is loaded by n8n's loader, with icons and codex, and runs", async () => {
	const loaded = await loadPackage(tarball.directory);
	expect(Object.keys(loaded.credentialTypes).sort()).toEqual([
		'customerIoAppApi',
		'customerIoPipelinesApi',
		'customerIoTrackApi',
	]);
	const names = ['customerIoApp', 'customerIoAppTrigger', 'customerIoPipelines', 'customerIoTrack'];
	expect(Object.keys(loaded.nodeTypes).sort()).toEqual(names);
	for (const { codex, iconUrl } of loaded.descriptions) {
		expect(codex?.categories).toEqual(['Marketing & Content', 'Communication']);
		const { light = '', dark = '' } = typeof iconUrl === 'object' ? iconUrl : {};
		const icons = [light, dark].map((url) => url.replace('icons/n8n-nodes-customerio/', ''));
		expect(new Set(icons).size).toBe(2);
		for (const icon of icons) expect(tarball.files).toContain(icon);
	}

	const app = await startApp();
	try {
		const get = { resource: 'segment', operation: 'get', segmentId: located(4) };
		const { error, json } = await app.run(get);
		expect(error).toBeUndefined();
		expect(json).toMatchObject([{ id: 4 }]);
	} finally {
		await app.sandbox.stop();
	}
});
