/** What the TypeScript of this project exports and imports, read from its syntax. */
import { globSync, readFileSync } from 'node:fs';
import path from 'node:path';
import ts from 'typescript';

/** A name that a file takes from another of ours: `*` for all of them. */
interface Import {
	readonly from: string;
	readonly name: string;
	/** Gone when the file runs. */
	readonly typeOnly: boolean;
}

export interface Source {
	readonly path: string;
	readonly lines: number;
	readonly exports: readonly string[];
	readonly imports: readonly Import[];
	/** What it imports of others. */
	readonly packages: readonly string[];
}

const OURS = '{nodes,credentials,test}/**/*.ts';

/** All source files by their paths, relative to the project. */
export function readSources(): ReadonlyMap<string, Source> {
	const paths = globSync(OURS, { exclude: (one) => one.endsWith('node_modules') });
	return new Map(paths.sort().map((one) => [one, sourceOf(one, readFileSync(one, 'utf8'))]));
}

/** Reads one file. */
export function sourceOf(file: string, text: string): Source {
	const exports: string[] = [];
	const imports: Import[] = [];
	const packages: string[] = [];
	const take = (specifier: ts.Node | undefined, names: readonly string[], typeOnly = false) => {
		if (specifier === undefined || !ts.isStringLiteralLike(specifier)) return;
		if (!specifier.text.startsWith('.')) packages.push(specifier.text);
		if (!specifier.text.startsWith('.') || specifier.text.endsWith('.json')) return;
		const from = path.join(path.dirname(file), `${specifier.text.replace(/\.ts$/, '')}.ts`);
		for (const name of names) imports.push({ from, name, typeOnly });
	};
	const visit = (node: ts.Node): void => {
		if (ts.isImportDeclaration(node)) {
			take(node.moduleSpecifier, importedNames(node.importClause), isTypeOnly(node));
		} else if (ts.isExportDeclaration(node)) {
			const list = node.exportClause;
			const named = list !== undefined && ts.isNamedExports(list) ? [...list.elements] : [];
			take(
				node.moduleSpecifier,
				list === undefined
					? ['*']
					: named.map(({ propertyName, name }) => (propertyName ?? name).text),
				node.isTypeOnly,
			);
			exports.push(...named.map(({ name }) => name.text));
		} else if (ts.isCallExpression(node) && node.expression.kind === ts.SyntaxKind.ImportKeyword) {
			take(node.arguments[0], ['*']);
		} else if (ts.isImportTypeNode(node) && ts.isLiteralTypeNode(node.argument)) {
			take(node.argument.literal, ['*'], true);
		} else {
			exports.push(...declaredNames(node));
		}
		ts.forEachChild(node, visit);
	};
	visit(ts.createSourceFile(file, text, ts.ScriptTarget.Latest, true));
	return { path: file, lines: text.trimEnd().split('\n').length, exports, imports, packages };
}

function isTypeOnly({ importClause }: ts.ImportDeclaration): boolean {
	if (importClause === undefined || importClause.name !== undefined) return false;
	const { isTypeOnly: whole, namedBindings } = importClause;
	if (whole || namedBindings === undefined || !ts.isNamedImports(namedBindings)) return whole;
	return namedBindings.elements.every((element) => element.isTypeOnly);
}

function importedNames(clause: ts.ImportClause | undefined): string[] {
	// Nothing is named where a file is only run.
	if (clause === undefined) return [''];
	const bindings = clause.namedBindings;
	const names = clause.name === undefined ? [] : ['default'];
	if (bindings === undefined) return names;
	if (ts.isNamespaceImport(bindings)) return [...names, '*'];
	return [
		...names,
		...bindings.elements.map(({ propertyName, name }) => (propertyName ?? name).text),
	];
}

function declaredNames(node: ts.Node): string[] {
	if (ts.isExportAssignment(node)) return ['default'];
	if (!ts.canHaveModifiers(node)) return [];
	const modifiers = ts.getModifiers(node) ?? [];
	if (!modifiers.some(({ kind }) => kind === ts.SyntaxKind.ExportKeyword)) return [];
	if (ts.isVariableStatement(node)) {
		return node.declarationList.declarations.flatMap(({ name }) => boundNames(name));
	}
	const { name } = node as ts.DeclarationStatement;
	return name === undefined ? ['default'] : [name.text];
}

function boundNames(name: ts.BindingName): string[] {
	if (ts.isIdentifier(name)) return [name.text];
	return name.elements.flatMap((one) => (ts.isBindingElement(one) ? boundNames(one.name) : []));
}
