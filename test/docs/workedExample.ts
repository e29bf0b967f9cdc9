/** Builds the package with one more operation in it: the one that CONTRIBUTING.md adds. */
import { cpSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import ts from 'typescript';

const RESOURCE = 'nodes/CustomerIoApp/resources/segment.ts';
const OPERATIONS = '\toperations: {\n';

/** The resource with the entry where the page says that it goes. */
export function withEntry(entry: string): string {
	const [before, after] = readFileSync(RESOURCE, 'utf8').split(OPERATIONS);
	if (before === undefined || after === undefined) throw new Error(`${RESOURCE} has another form`);
	return before + OPERATIONS + entry + after;
}

/** Compiles the resource with the project's own settings: what is wrong with it, and the JavaScript. */
export function compile(resource: string): { problems: string[]; code: string } {
	const file = path.resolve(RESOURCE);
	const { config } = ts.readConfigFile('tsconfig.build.json', (name) => ts.sys.readFile(name));
	const { options } = ts.parseJsonConfigFileContent(config, ts.sys, process.cwd());
	const host = ts.createCompilerHost(options);
	const readFile = host.readFile.bind(host);
	host.readFile = (name) => (path.resolve(name) === file ? resource : readFile(name));
	const program = ts.createProgram([file], options, host);
	const source = program.getSourceFile(file);
	if (source === undefined) throw new Error(`${RESOURCE} was not read`);
	const problems = ts
		.getPreEmitDiagnostics(program, source)
		.map(({ messageText }) => ts.flattenDiagnosticMessageText(messageText, ' '));
	let code = '';
	program.emit(source, (_name, text) => (code = text));
	return { problems, code };
}

/** Writes a package to a folder: the built one, with the resource's code in place of its own. */
export function writePackage(folder: string, code: string): void {
	cpSync('dist', path.join(folder, 'dist'), { recursive: true });
	cpSync('package.json', path.join(folder, 'package.json'));
	symlinkSync(path.resolve('node_modules'), path.join(folder, 'node_modules'));
	const built = path.join(folder, 'dist', RESOURCE.replace(/\.ts$/, '.js'));
	mkdirSync(path.dirname(built), { recursive: true });
	writeFileSync(built, code);
}
