/**
 * `npm run coverage`: which lines of `nodes/` and `credentials/` the tests run, those of the built package and those that unit
 * tests load as they are. For that the build has source maps; the next `npm run build` is without them again.
 */
const { globSync, readFileSync } = require('node:fs');
const ts = require('typescript');

const base = require('./jest.config.cjs');

/** What is nothing but types has no line that could be run. */
const onlyTypes = globSync('{nodes,credentials}/**/*.ts').filter((file) => {
	const compilerOptions = { target: ts.ScriptTarget.ES2022, removeComments: true };
	const { outputText } = ts.transpileModule(readFileSync(file, 'utf8'), { compilerOptions });
	return !/^(export |const |class |function )/m.test(outputText.replace('export {};', ''));
});

/** @type {import('jest').Config} */
module.exports = {
	...base,
	testMatch: ['<rootDir>/test/{contract,description,examples,nodes,unit}/**/*.test.ts'],
	collectCoverage: true,
	coverageProvider: 'v8',
	coverageReporters: [['text', { skipFull: true, maxCols: 160 }], 'json', 'html'],
	collectCoverageFrom: [
		'dist/**/*.js',
		'{nodes,credentials}/**/*.ts',
		...onlyTypes.map((file) => `!${file}`),
	],
};
