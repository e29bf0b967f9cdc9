/**
 * Our own rules, stricter than n8n's and for every file. n8n's rules for what is published are in eslint.config.mjs, which
 * must stay as n8n ships it: `n8n-node lint` compares the two, because package.json says `"strict": true`.
 */
import js from '@eslint/js';
import { defineConfig, globalIgnores } from 'eslint/config';
import tseslint from 'typescript-eslint';

export default defineConfig(
	globalIgnores(['dist', 'coverage', 'examples', 'tools/sandbox/spec']),
	{ linterOptions: { reportUnusedDisableDirectives: 'error' } },

	{
		files: ['**/*.{js,cjs,mjs,ts}'],
		extends: [js.configs.recommended],
		rules: {
			eqeqeq: 'error',
			'max-lines': ['error', 400],
			'no-console': 'error',
			'prefer-const': 'error',
		},
	},
	{
		files: ['**/*.{js,cjs}'],
		languageOptions: {
			sourceType: 'commonjs',
			globals: { __dirname: 'readonly', module: 'readonly', process: 'readonly' },
		},
	},
	{
		files: ['**/*.ts'],
		extends: [tseslint.configs.strict],
		languageOptions: { parserOptions: { projectService: true } },
		rules: {
			'@typescript-eslint/await-thenable': 'error',
			'@typescript-eslint/consistent-type-imports': ['error', { disallowTypeAnnotations: false }],
			'@typescript-eslint/no-empty-function': 'off',
			'@typescript-eslint/no-explicit-any': 'error',
			'@typescript-eslint/no-floating-promises': [
				'error',
				{
					allowForKnownSafeCalls: [
						{ from: 'package', name: ['describe', 'test'], package: 'node:test' },
					],
				},
			],
			'@typescript-eslint/no-misused-promises': 'error',
			'@typescript-eslint/no-unused-vars': [
				'error',
				{ argsIgnorePattern: '^_', varsIgnorePattern: '^_', ignoreRestSiblings: true },
			],
			'@typescript-eslint/only-throw-error': 'error',
			'@typescript-eslint/switch-exhaustiveness-check': [
				'error',
				{ considerDefaultExhaustiveForUnions: true },
			],
		},
	},
	// What runs in a terminal may write to it.
	{ files: ['{test,tools}/**/*.ts'], rules: { 'no-console': 'off' } },

	// No exceptions in what is published: n8n's package scanner ignores them.
	{
		files: ['{nodes,credentials}/**/*.ts'],
		linterOptions: { noInlineConfig: true, reportUnusedDisableDirectives: 'off' },
		rules: { 'max-lines': ['error', 350] },
	},
);
