/**
 * `npm run coverage`: which lines of `nodes/` and `credentials/` the tests run, those of the built package and those that unit
 * tests load as they are. For that the build has source maps; the next `npm run build` is without them again.
 */
const { globSync, readFileSync } = require('node:fs');
const path = require('node:path');

const base = require('./jest.config.cjs');

/** What is nothing but types has no line that could be run. */
const onlyTypes = globSync('dist/{nodes,credentials}/**/*.js')
	.filter((file) => !/^(exports\.|const |class |function )/m.test(readFileSync(file, 'utf8')))
	.flatMap((file) => [file, path.relative('dist', file).replace(/\.js$/, '.ts')]);

/** @type {import('jest').Config} */
module.exports = {
	...base,
	testMatch: [
		'<rootDir>/test/{app,description,examples,matrix,pipelines,trigger,unit}/**/*.test.ts',
	],
	collectCoverage: true,
	coverageProvider: 'v8',
	coverageReporters: [['text', { skipFull: true, maxCols: 160 }], 'json', 'html'],
	collectCoverageFrom: [
		'dist/**/*.js',
		'{nodes,credentials}/**/*.ts',
		...onlyTypes.map((file) => `!${file}`),
	],
};
