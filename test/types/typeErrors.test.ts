/**
 * A mistake in an operation or field is a compile error, with the expected message.
 *
 * The other files in this folder contain mistakes. `npm run typecheck` reports each that compiles; here the comments are
 * removed, and each error is compared with the code and the text in its comment.
 */
import { readFileSync, readdirSync } from 'node:fs';
import path from 'node:path';
import ts from 'typescript';

interface CompileError {
	readonly file: string;
	/** Line of the mistake. */
	readonly line: number;
	readonly code: number;
	readonly text: string;
}

const folder = path.join('test', 'types');
const files = readdirSync(folder)
	.filter((name) => !name.endsWith('.test.ts'))
	.map((name) => path.resolve(folder, name));

const COMMENT = /^\s*\/\/ @ts-expect-error (\d+): (.+)$/;

const expected: CompileError[] = files.flatMap((file) =>
	readFileSync(file, 'utf8')
		.split('\n')
		.flatMap((line, index) => {
			const [, code, text = ''] = COMMENT.exec(line) ?? [];
			// Lines count from 1, and the mistake follows the comment.
			return code === undefined ? [] : [{ file, line: index + 2, code: Number(code), text }];
		}),
);

let diagnostics: readonly CompileError[] = [];
beforeAll(() => {
	const { config } = ts.readConfigFile('tsconfig.json', ts.sys.readFile) as { config: unknown };
	const { options } = ts.parseJsonConfigFileContent(config, ts.sys, process.cwd(), {
		noUnusedLocals: false,
	});
	const host = ts.createCompilerHost(options);
	const readFile = host.readFile;
	host.readFile = (name) => {
		const source = readFile(name);
		return files.includes(path.resolve(name))
			? source?.replaceAll('// @ts-expect-error', '//')
			: source;
	};
	diagnostics = ts.getPreEmitDiagnostics(ts.createProgram(files, options, host)).map(diagnosticOf);
}, 120_000);

function diagnosticOf({ file, start = 0, code, messageText }: ts.Diagnostic): CompileError {
	return {
		file: file?.fileName ?? '',
		line: (file?.getLineAndCharacterOfPosition(start).line ?? 0) + 1,
		code,
		text: ts.flattenDiagnosticMessageText(messageText, '\n'),
	};
}

const nameOf = ({ file, line }: { file: string; line: number }) => `${path.basename(file)}:${line}`;

it('reports no other error', () => {
	const places = new Set(expected.map(nameOf));
	expect(diagnostics.filter((diagnostic) => !places.has(nameOf(diagnostic)))).toEqual([]);
});

it.each(expected.map((mistake) => [nameOf(mistake), mistake.code, mistake.text] as const))(
	'%s is error %i: %s',
	(place, code, text) => {
		const here = diagnostics.filter((diagnostic) => nameOf(diagnostic) === place);
		expect(here.map((diagnostic) => diagnostic.code)).toEqual([code]);
		expect(here[0]?.text).toContain(text);
	},
);
