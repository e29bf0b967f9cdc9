/**
 * Unit, table and engine tests. The engine tests load the built package, so run `npm run build` first (`npm test` does).
 *
 * n8n reads its environment when it is first required; the workers inherit what is set here.
 */
const { mkdtempSync, rmSync } = require('node:fs');
const { tmpdir } = require('node:os');
const path = require('node:path');

const userFolder = mkdtempSync(path.join(tmpdir(), 'n8n-nodes-customerio-'));
process.env.N8N_USER_FOLDER = userFolder;
process.env.N8N_ENCRYPTION_KEY = 'test-encryption-key';
process.env.N8N_LOG_LEVEL = 'silent';
process.env.N8N_DIAGNOSTICS_ENABLED = 'false';
process.on('exit', () => rmSync(userFolder, { recursive: true, force: true }));

/** @type {import('jest').Config} */
module.exports = {
	rootDir: path.join(__dirname, '..'),
	testEnvironment: 'node',
	testMatch: ['<rootDir>/test/**/*.test.ts'],
	testPathIgnorePatterns: ['/node_modules/', '<rootDir>/test/e2e/', '<rootDir>/test/compat-n8n1/'],
	modulePathIgnorePatterns: ['<rootDir>/test/e2e/', '<rootDir>/test/compat-n8n1/'],
	transform: {
		'^.+\\.ts$': [
			'@swc/jest',
			{
				swcrc: false,
				jsc: { parser: { syntax: 'typescript' }, target: 'es2022' },
				module: { type: 'commonjs' },
			},
		],
	},
	reporters: ['default', '<rootDir>/test/faultKinds.cjs'],
	testTimeout: 30_000,
	maxWorkers: 2,
};
