/**
 * That a wrong entry of the matrix is a compile error, and for the reason that it should be.
 *
 * The files beside this one hold mistakes. `npm run typecheck` finds each that is none any more; here the comments are
 * taken away, and each error is compared with the code and the words that its comment names.
 */
import { readFileSync, readdirSync } from 'node:fs';
import path from 'node:path';
import ts from 'typescript';

interface Expected {
	readonly file: string;
	/** The line of the mistake. */
	readonly line: number;
	readonly code: number;
	readonly words: string;
}

interface Found extends Omit<Expected, 'words'> {
	readonly message: string;
}

const folder = path.join('test', 'types');
const files = readdirSync(folder)
	.filter((name) => !name.endsWith('.test.ts'))
	.map((name) => path.resolve(folder, name));

const COMMENT = /^\s*\/\/ @ts-expect-error (\d+): (.+)$/;

const expected: Expected[] = files.flatMap((file) =>
	readFileSync(file, 'utf8')
		.split('\n')
		.flatMap((line, index) => {
			const [, code, words = ''] = COMMENT.exec(line) ?? [];
			// Counted from one, and behind the comment.
			return code === undefined ? [] : [{ file, line: index + 2, code: Number(code), words }];
		}),
);

let found: readonly Found[] = [];
beforeAll(() => {
	const { config } = ts.readConfigFile('tsconfig.json', ts.sys.readFile) as { config: unknown };
	const { options } = ts.parseJsonConfigFileContent(config, ts.sys, process.cwd(), {
		noUnusedLocals: false,
	});
	const host = ts.createCompilerHost(options);
	const read = host.readFile;
	host.readFile = (name) => {
		const source = read(name);
		return files.includes(path.resolve(name))
			? source?.replaceAll('// @ts-expect-error', '//')
			: source;
	};
	found = ts.getPreEmitDiagnostics(ts.createProgram(files, options, host)).map(foundOf);
}, 120_000);

function foundOf({ file, start = 0, code, messageText }: ts.Diagnostic): Found {
	return {
		file: file?.fileName ?? '',
		line: (file?.getLineAndCharacterOfPosition(start).line ?? 0) + 1,
		code,
		message: ts.flattenDiagnosticMessageText(messageText, '\n'),
	};
}

const nameOf = ({ file, line }: { file: string; line: number }) => `${path.basename(file)}:${line}`;

it('finds no error beside the mistakes', () => {
	const places = new Set(expected.map(nameOf));
	expect(found.filter((one) => !places.has(nameOf(one)))).toEqual([]);
});

it.each(expected.map((one) => [nameOf(one), one.code, one.words] as const))(
	'%s is error %i: %s',
	(place, code, words) => {
		const here = found.filter((one) => nameOf(one) === place);
		expect(here.map((one) => one.code)).toEqual([code]);
		expect(here[0]?.message).toContain(words);
	},
);
