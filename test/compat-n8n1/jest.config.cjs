/** Every test that has to do with n8n, on the engine of n8n 1 in place of n8n 2: `npm run test:n8n1`. */
const path = require('node:path');
const base = require('../jest.config.cjs');

/** @type {import('jest').Config} */
module.exports = {
	...base,
	moduleNameMapper: {
		'^(n8n-core|n8n-workflow)(/.*)?$': path.join(__dirname, 'node_modules/$1$2'),
	},
	testPathIgnorePatterns: ['/node_modules/', '<rootDir>/test/(docs|e2e|sandbox)/'],
	modulePathIgnorePatterns: ['<rootDir>/test/e2e/'],
};
