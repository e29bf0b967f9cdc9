/** n8n's copy rules for one property and everything inside it. */
import type {
	INodeProperties,
	INodePropertyCollection,
	INodePropertyOptions,
	INodeType,
} from 'n8n-workflow';

import { descriptionProblem, titleCaseProblem } from './writingStyle.ts';

export type Report = (path: string, problem: string) => void;

const wording = {
	limit: 'Max number of results to return',
	returnAll: 'Whether to return all results or only up to a given limit',
	simplify: 'Whether to return a simplified version of the response instead of the raw data',
	dynamic:
		'Choose from the list, or specify an ID using an <a href="https://docs.n8n.io/code/expressions/">expression</a>',
	dynamicMany:
		'Choose from the list, or specify IDs using an <a href="https://docs.n8n.io/code/expressions/">expression</a>',
};

/** Lists with another order: time spans from short to long. */
const ordered = new Set(['period', 'resolution', 'interval', 'resource', 'operation']);

const alphabetical = 5;

export function checkProperty(
	property: INodeProperties,
	path: string,
	nodeType: INodeType | undefined,
	report: Report,
): void {
	const { displayName, name, type, description, hint, placeholder } = property;
	if (type !== 'notice' && type !== 'hidden') {
		const problem = titleCaseProblem(displayName);
		if (problem !== undefined) report(path, `display name "${displayName}": ${problem}`);
	}
	if (!/^[a-z][A-Za-z0-9]*$/.test(name)) report(path, 'name is not lowerCamelCase');
	for (const [attribute, text] of Object.entries({ description, hint })) {
		if (text === undefined) continue;
		const problem = descriptionProblem(text);
		if (problem !== undefined) report(path, `${attribute} "${text}" ${problem}`);
		if (text.replace(/\.$/, '') === displayName)
			report(path, `${attribute} repeats the display name`);
	}
	if (type === 'boolean' && !description?.startsWith('Whether ')) {
		report(path, `description of a boolean does not start with "Whether": "${description ?? ''}"`);
	}
	if (property.required === false) report(path, 'required: false says nothing');
	if (['resource', 'operation'].includes(name) && type === 'options') {
		if (property.noDataExpression !== true) report(path, 'lacks noDataExpression');
	}
	if (placeholder !== undefined && !placeholderIsFine(property)) {
		report(path, `placeholder "${placeholder}" does not start with "e.g. "`);
	}
	checkDefault(property, path, report);
	checkStandardRows(property, path, report);
	checkDynamic(property, path, nodeType, report);
	if (type === 'resourceLocator') checkLocator(property, path, nodeType, report);

	switch (type) {
		case 'options':
		case 'multiOptions':
			checkOptions((property.options ?? []) as INodePropertyOptions[], property, path, report);
			break;
		case 'collection': {
			const entries = (property.options ?? []) as INodeProperties[];
			checkEntries(entries, path, nodeType, report);
			break;
		}
		case 'fixedCollection': {
			const groups = (property.options ?? []) as INodePropertyCollection[];
			for (const group of groups) {
				const problem = titleCaseProblem(group.displayName);
				if (problem !== undefined) report(`${path}.${group.name}`, `display name: ${problem}`);
				checkEntries(group.values, `${path}.${group.name}`, nodeType, report);
			}
			checkOrder(
				groups.map((group) => group.displayName),
				path,
				report,
			);
			break;
		}
		default:
	}
}

/** Checks the properties of a collection or of one of its groups. */
function checkEntries(
	entries: INodeProperties[],
	path: string,
	nodeType: INodeType | undefined,
	report: Report,
): void {
	checkOrder(
		entries.map(({ displayName }) => displayName),
		path,
		report,
	);
	for (const entry of entries) {
		if (entry.required === true) report(`${path}.${entry.name}`, 'is required inside a collection');
		checkProperty(entry, `${path}.${entry.name}`, nodeType, report);
	}
}

function placeholderIsFine({ type, placeholder = '' }: INodeProperties): boolean {
	if (type === 'collection' || type === 'fixedCollection') return placeholder.startsWith('Add ');
	return placeholder.startsWith('e.g. ') || placeholder === 'name@email.com';
}

function checkOptions(
	options: INodePropertyOptions[],
	property: INodeProperties,
	path: string,
	report: Report,
): void {
	if (!ordered.has(property.name))
		checkOrder(
			options.map(({ name }) => name),
			path,
			report,
		);
	for (const key of ['name', 'value'] as const) {
		const values = options.map((option) => option[key]);
		const twice = values.find((value, index) => values.indexOf(value) !== index);
		if (twice !== undefined) report(path, `has two options with the ${key} "${String(twice)}"`);
	}
	if (/^delete$/i.test(String(property.default))) report(path, 'starts with DELETE');
	for (const { name, value, description } of options) {
		const at = `${path} = ${String(value)}`;
		// The API's name of the channel; users look for SMS.
		if (/twilio/i.test(name)) report(at, `option "${name}" should say SMS`);
		const problem = name === value ? undefined : titleCaseProblem(name);
		if (problem !== undefined) report(at, `option "${name}": ${problem}`);
		if (description === undefined) continue;
		const wrong = descriptionProblem(description);
		if (wrong !== undefined) report(at, `description "${description}" ${wrong}`);
		if (description === name) report(at, 'description repeats the name');
	}
}

function checkOrder(names: string[], path: string, report: Report): void {
	if (names.length < alphabetical) return;
	for (const [index, name] of names.entries()) {
		const next = names[index + 1];
		if (next !== undefined && name.localeCompare(next, 'en') > 0) {
			report(path, `is not in alphabetical order: "${name}" stands before "${next}"`);
		}
	}
}

function checkDefault(property: INodeProperties, path: string, report: Report): void {
	if (!('default' in property) || property.default === undefined) {
		report(path, 'has no default');
		return;
	}
	const { default: value, type } = property;
	const wrong = (expected: string) =>
		report(path, `default ${JSON.stringify(value)} of a ${type} should be ${expected}`);
	const isObject = typeof value === 'object' && value !== null && !Array.isArray(value);
	const values = ((property.options ?? []) as INodePropertyOptions[]).map((option) => option.value);
	const dynamic = property.typeOptions?.loadOptionsMethod !== undefined;

	switch (type) {
		case 'string':
		case 'dateTime':
			if (typeof value !== 'string' && property.typeOptions?.multipleValues !== true) wrong('text');
			break;
		case 'number':
			if (typeof value !== 'number') wrong('a number');
			else if (value < 0) wrong('0, where nobody asked for less');
			break;
		case 'boolean':
			if (typeof value !== 'boolean') wrong('true or false');
			break;
		case 'options':
			if (!dynamic && !values.includes(value as string)) wrong('one of the options');
			break;
		case 'multiOptions':
			if (!Array.isArray(value)) wrong('a list');
			else if (!dynamic && value.some((entry) => !values.includes(entry as string))) {
				wrong('a list of options');
			}
			break;
		case 'json':
			if (typeof value !== 'string') wrong('text');
			else if (value !== '' && !isJson(value)) wrong('valid JSON');
			break;
		case 'collection':
		case 'fixedCollection':
			if (!isObject && !(Array.isArray(value) && value.length === 0)) wrong('an object');
			break;
		case 'resourceLocator':
			if (!isObject || !('mode' in value) || !('value' in value)) wrong('{ mode, value }');
			break;
		default:
	}
}

function isJson(text: string): boolean {
	try {
		JSON.parse(text);
		return true;
	} catch {
		return false;
	}
}

function checkStandardRows(property: INodeProperties, path: string, report: Report): void {
	const expect = (attribute: string, actual: unknown, expected: unknown) => {
		if (actual !== expected) {
			report(path, `${attribute} ${JSON.stringify(actual)} should be ${JSON.stringify(expected)}`);
		}
	};
	switch (property.name) {
		case 'limit':
			expect('type', property.type, 'number');
			expect('display name', property.displayName, 'Limit');
			expect('description', property.description, wording.limit);
			expect('default', property.default, 50);
			expect('typeOptions.minValue', property.typeOptions?.minValue, 1);
			break;
		case 'returnAll':
			expect('type', property.type, 'boolean');
			expect('display name', property.displayName, 'Return All');
			expect('description', property.description, wording.returnAll);
			expect('default', property.default, false);
			break;
		case 'simplify':
			expect('type', property.type, 'boolean');
			expect('display name', property.displayName, 'Simplify');
			expect('description', property.description, wording.simplify);
			expect('default', property.default, true);
			break;
		default:
	}
}

function checkDynamic(
	{ displayName, description, type, typeOptions }: INodeProperties,
	path: string,
	nodeType: INodeType | undefined,
	report: Report,
): void {
	const method = typeOptions?.loadOptionsMethod;
	if (method === undefined) return;
	if (nodeType?.methods?.loadOptions?.[method] === undefined) {
		report(path, `has no load options method "${method}"`);
	}
	const [suffix, text] =
		type === 'multiOptions'
			? ['Names or IDs', wording.dynamicMany]
			: ['Name or ID', wording.dynamic];
	if (!displayName.endsWith(` ${suffix}`)) report(path, `display name does not end in "${suffix}"`);
	if (!description?.endsWith(text)) report(path, `description does not end with "${text}"`);
}

function checkLocator(
	property: INodeProperties,
	path: string,
	nodeType: INodeType | undefined,
	report: Report,
): void {
	const modes = property.modes ?? [];
	const names = modes.map(({ name }) => name);
	const { mode } = (property.default ?? {}) as { mode?: string };
	if (mode !== names[0]) report(path, `default mode "${mode ?? ''}" is not the first mode`);
	for (const entry of modes) {
		const at = `${path} @ ${entry.name}`;
		const problem = titleCaseProblem(entry.displayName);
		if (problem !== undefined) report(at, `mode "${entry.displayName}": ${problem}`);
		if (entry.type === 'list') {
			const { searchListMethod, searchable } = entry.typeOptions ?? {};
			if (entry.displayName !== 'From List') report(at, `mode "${entry.displayName}"`);
			if (searchable !== true) report(at, 'list is not searchable');
			if (nodeType?.methods?.listSearch?.[searchListMethod ?? ''] === undefined) {
				report(at, `has no list search method "${searchListMethod ?? ''}"`);
			}
			if (entry.placeholder !== undefined && !/^(Select |e\.g\. )/.test(entry.placeholder)) {
				report(at, `placeholder "${entry.placeholder}"`);
			}
		} else {
			if (!entry.displayName.startsWith('By ')) report(at, `mode "${entry.displayName}"`);
			if (!/^(e\.g\. |name@email\.com$)/.test(entry.placeholder ?? '')) {
				report(at, `placeholder "${entry.placeholder ?? ''}" does not start with "e.g. "`);
			}
			if (entry.name === 'id' && names.includes('list') && entry.validation === undefined) {
				report(at, 'has no pattern');
			}
		}
	}
	// With a list the locator selects an entity; without one it switches between identifiers.
	if (names.includes('list') && names[0] !== 'list') report(path, 'From List is not the default');
	if (names.includes('list') && !names.includes('id')) report(path, 'has no By ID mode');
}
