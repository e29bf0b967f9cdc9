/**
 * n8n's copy rules, over a description as n8n loads it.
 *
 * n8n's linters see only literals in source files; our properties are generated, so the rules are asserted here.
 */
import type {
	ICredentialType,
	INodeProperties,
	INodePropertyCollection,
	INodePropertyOptions,
	INodeType,
	INodeTypeDescription,
} from 'n8n-workflow';
import {
	contains,
	descriptionProblem,
	sentenceCaseProblem,
	sharesWord,
	titleCaseProblem,
} from './words.ts';

type Report = (path: string, problem: string) => void;

const wording = {
	limit: 'Max number of results to return',
	returnAll: 'Whether to return all results or only up to a given limit',
	simplify: 'Whether to return a simplified version of the response instead of the raw data',
	dynamic:
		'Choose from the list, or specify an ID using an <a href="https://docs.n8n.io/code/expressions/">expression</a>',
	dynamicMany:
		'Choose from the list, or specify IDs using an <a href="https://docs.n8n.io/code/expressions/">expression</a>',
};

/** Lists in an order of their own: time spans from short to long. */
const ordered = new Set(['period', 'resolution', 'interval']);

const alphabetical = 5;

export function nodeViolations(nodeType: INodeType): string[] {
	const { description } = nodeType;
	const violations: string[] = [];
	const report: Report = (path, problem) => violations.push(`${path}: ${problem}`);
	checkNode(description, report);
	for (const property of description.properties) {
		const path = rowPath(description.name, property);
		checkProperty(property, path, nodeType, report);
	}
	for (const row of description.properties.filter(({ name }) => name === 'operation')) {
		checkOperations(row, description, report);
	}
	checkClashes(description, report);
	return [...new Set(violations)];
}

export function credentialViolations(type: ICredentialType): string[] {
	const violations: string[] = [];
	const report: Report = (path, problem) => violations.push(`${path}: ${problem}`);
	const problem = titleCaseProblem(type.displayName);
	if (problem !== undefined) report(type.name, `display name "${type.displayName}": ${problem}`);
	if (!/^[a-z][A-Za-z]*Api$/.test(type.name)) report(type.name, 'name does not end in "Api"');
	if (!/ API$/.test(type.displayName)) report(type.name, 'display name does not end in "API"');
	if (!/^https:\/\//.test(type.documentationUrl ?? '')) {
		report(type.name, 'documentation URL is no full https URL');
	}
	checkIcon(type, type.name, report);
	if (type.test === undefined) report(type.name, 'has no test');
	if (type.authenticate === undefined) report(type.name, 'has no authenticate');
	for (const property of type.properties) {
		const path = `${type.name} › ${property.name}`;
		checkProperty(property, path, undefined, report);
		const secret = /key|secret|token|password/i.test(property.name);
		if (secret && property.type === 'string' && property.typeOptions?.password !== true) {
			report(path, 'is a secret without typeOptions.password');
		}
	}
	return [...new Set(violations)];
}

function rowPath(node: string, { name, displayOptions }: INodeProperties): string {
	const list = (key: string) => {
		const values = displayOptions?.show?.[key];
		if (values === undefined) return undefined;
		return values.length > 3 ? `${String(values[0])}…(${values.length})` : values.join('|');
	};
	const where = [list('resource'), list('operation')].filter((part) => part !== undefined);
	return [node, where.join(':'), name].filter((part) => part !== '').join(' › ');
}

function checkNode(description: INodeTypeDescription, report: Report): void {
	const { name, displayName, group } = description;
	const trigger = group.includes('trigger');
	const title = titleCaseProblem(displayName);
	if (title !== undefined) report(name, `display name "${displayName}": ${title}`);
	const text = descriptionProblem(description.description);
	if (text !== undefined) report(name, `description "${description.description}" ${text}`);
	if (description.defaults.name !== displayName)
		report(name, 'default name is not the display name');
	if (description.subtitle === undefined) report(name, 'has no subtitle');
	checkIcon(description, name, report);
	const { categories = [], resources } = description.codex ?? {};
	for (const category of ['Marketing & Content', 'Communication']) {
		if (!categories.includes(category)) report(name, `codex lacks the category "${category}"`);
	}
	if (!resources?.primaryDocumentation?.length) report(name, 'codex has no primary documentation');
	if (trigger) {
		if (!/Trigger$/.test(name)) report(name, 'name of a trigger does not end in "Trigger"');
		if (!/ Trigger$/.test(displayName)) report(name, 'display name does not end in "Trigger"');
		if (description.inputs.length > 0) report(name, 'is a trigger with inputs');
		if (description.usableAsTool !== undefined) report(name, 'is a trigger and a tool');
	} else if (description.usableAsTool === undefined) {
		report(name, 'is not usable as a tool');
	}
}

function checkIcon(
	{ iconUrl }: Pick<INodeTypeDescription | ICredentialType, 'iconUrl'>,
	path: string,
	report: Report,
): void {
	if (iconUrl === undefined || typeof iconUrl === 'string') report(path, 'has no themed icon');
	else if (iconUrl.light === iconUrl.dark) report(path, 'has the same icon for light and dark');
	else if (!/\.svg$/.test(iconUrl.light) || !/\.svg$/.test(iconUrl.dark)) {
		report(path, 'has an icon that is no SVG');
	}
}

function checkProperty(
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
	for (const [what, text] of Object.entries({ description, hint })) {
		if (text === undefined) continue;
		const problem = descriptionProblem(text);
		if (problem !== undefined) report(path, `${what} "${text}" ${problem}`);
		if (text.replace(/\.$/, '') === displayName) report(path, `${what} repeats the display name`);
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
			const rows = (property.options ?? []) as INodeProperties[];
			checkRows(rows, path, nodeType, report);
			break;
		}
		case 'fixedCollection': {
			const groups = (property.options ?? []) as INodePropertyCollection[];
			for (const group of groups) {
				const problem = titleCaseProblem(group.displayName);
				if (problem !== undefined) report(`${path}.${group.name}`, `display name: ${problem}`);
				checkRows(group.values, `${path}.${group.name}`, nodeType, report);
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

/** The rows of a collection or of one of its groups. */
function checkRows(
	rows: INodeProperties[],
	path: string,
	nodeType: INodeType | undefined,
	report: Report,
): void {
	checkOrder(
		rows.map(({ displayName }) => displayName),
		path,
		report,
	);
	for (const row of rows) {
		if (row.required === true) report(`${path}.${row.name}`, 'is required inside a collection');
		checkProperty(row, `${path}.${row.name}`, nodeType, report);
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
	for (const { name, value, description } of options) {
		const at = `${path} = ${String(value)}`;
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
			break;
		case 'boolean':
			if (typeof value !== 'boolean') wrong('true or false');
			break;
		case 'options':
			if (!dynamic && !values.includes(value as string)) wrong('one of the options');
			break;
		case 'multiOptions':
			if (!Array.isArray(value)) wrong('a list');
			else if (!dynamic && value.some((one) => !values.includes(one as string))) {
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
	const expect = (what: string, actual: unknown, expected: unknown) => {
		if (actual !== expected) {
			report(path, `${what} ${JSON.stringify(actual)} should be ${JSON.stringify(expected)}`);
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
	// A list chooses one thing; without a list the locator is a switch between identifiers.
	if (names.includes('list') && names[0] !== 'list') report(path, 'From List is not the default');
	if (names.includes('list') && !names.includes('id')) report(path, 'has no By ID mode');
}

function checkOperations(
	row: INodeProperties,
	description: INodeTypeDescription,
	report: Report,
): void {
	const resources = (description.properties.find(({ name }) => name === 'resource')?.options ??
		[]) as INodePropertyOptions[];
	const shown = row.displayOptions?.show?.resource ?? [];
	const things = resources.filter(({ value }) => shown.includes(value)).map(({ name }) => name);
	for (const { name, value, action } of row.options as INodePropertyOptions[]) {
		const path = `${description.name} › ${shown.join('|')}:${String(value)}`;
		if (/^(Get All|List)\b/.test(name)) report(path, `name "${name}" should be "Get Many"`);
		if (/^(Upsert|Add or Update|Update or Create)\b/.test(name)) {
			report(path, `name "${name}" should be "Create or Update"`);
		}
		for (const thing of things) {
			if (contains(name, thing)) report(path, `name "${name}" repeats the resource "${thing}"`);
		}
		if (action === undefined) {
			report(path, 'has no action');
			continue;
		}
		const problem = sentenceCaseProblem(action);
		if (problem !== undefined) report(path, `action "${action}" ${problem}`);
		if (things.length > 0 && !things.some((thing) => sharesWord(action, thing))) {
			report(path, `action "${action}" does not name the resource "${things.join('", "')}"`);
		}
	}
}

/** Two rows with one name that can show at once for the same resource and operation. */
function checkClashes(description: INodeTypeDescription, report: Report): void {
	for (const { resource, operation } of operationsOf(description)) {
		const visible = description.properties.filter(
			(row) => mayShow(row, 'resource', resource) && mayShow(row, 'operation', operation),
		);
		const where = resource === undefined ? '' : ` › ${resource}:${operation ?? ''}`;
		for (const [index, row] of visible.entries()) {
			const twin = visible.slice(index + 1).find((other) => other.name === row.name);
			if (twin !== undefined && !areExclusive(row, twin)) {
				report(`${description.name}${where}`, `shows "${row.name}" twice`);
			}
		}
		const inCollections = visible
			.filter(({ type }) => type === 'collection')
			.flatMap((row) => row.options as INodeProperties[])
			// Conditions with a slash look at the node, outside the collection.
			.filter((row) => mayShow(row, '/resource', resource) && mayShow(row, '/operation', operation))
			.map(({ name }) => name);
		const repeated = inCollections.find((name, index) => inCollections.indexOf(name) !== index);
		if (repeated !== undefined) {
			report(`${description.name}${where}`, `offers "${repeated}" in a collection twice`);
		}
	}
}

export interface OperationName {
	resource: string | undefined;
	operation: string | undefined;
}

/** Every resource with every operation of it; one nameless entry for a node without. */
export function operationsOf({ properties }: INodeTypeDescription): OperationName[] {
	const values = (row: INodeProperties) =>
		(row.options as INodePropertyOptions[]).map(({ value }) => String(value));
	const operations = properties.filter(({ name }) => name === 'operation');
	const resources = properties.filter(({ name }) => name === 'resource').flatMap(values);
	if (operations.length === 0) return [{ resource: undefined, operation: undefined }];
	if (resources.length === 0) {
		return operations.flatMap((row) =>
			values(row).map((operation) => ({ resource: undefined, operation })),
		);
	}
	return resources.flatMap((resource) =>
		operations
			.filter((row) => mayShow(row, 'resource', resource))
			.flatMap(values)
			.map((operation) => ({ resource, operation })),
	);
}

function mayShow(row: INodeProperties, key: string, value: string | undefined): boolean {
	if (value === undefined) return true;
	const { show, hide } = row.displayOptions ?? {};
	const plain = (list: readonly unknown[] | undefined) =>
		list?.every((one) => typeof one === 'string') === true;
	const shown = show?.[key];
	if (shown !== undefined && plain(shown) && !shown.includes(value)) return false;
	const hidden = hide?.[key];
	return !(hidden !== undefined && hidden.includes(value));
}

/** Whether some other parameter decides between the two rows. */
function areExclusive(one: INodeProperties, other: INodeProperties): boolean {
	const decides = (a: INodeProperties, b: INodeProperties) =>
		Object.entries(a.displayOptions?.show ?? {}).some(([key, values]) => {
			if (key === 'resource' || key === 'operation' || values === undefined) return false;
			const shown = b.displayOptions?.show?.[key];
			if (shown !== undefined) return !values.some((value) => shown.includes(value as never));
			const hidden = b.displayOptions?.hide?.[key];
			return hidden !== undefined && values.every((value) => hidden.includes(value as never));
		});
	return decides(one, other) || decides(other, one);
}
