/**
 * n8n's copy rules, over a description as n8n loads it.
 *
 * n8n's linters see only literals in source files; our properties are generated, so the rules are asserted here.
 */
import type {
	ICredentialType,
	INodeProperties,
	INodeType,
	INodeTypeDescription,
} from 'n8n-workflow';

import { checkClashes, checkOperations } from './operationRules.ts';
import { checkProperty, type Report } from './propertyRules.ts';
import { descriptionProblem, titleCaseProblem } from './writingStyle.ts';

export function nodeViolations(nodeType: INodeType): string[] {
	const { description } = nodeType;
	const violations: string[] = [];
	const report: Report = (path, problem) => violations.push(`${path}: ${problem}`);
	checkNode(description, report);
	for (const property of description.properties) {
		const path = rowPath(description.name, property);
		checkProperty(property, path, nodeType, report);
	}
	for (const property of description.properties.filter(({ name }) => name === 'operation')) {
		checkOperations(property, description, report);
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
		report(type.name, 'documentation URL is not a full https URL');
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
		report(path, 'has an icon that is not an SVG');
	}
}
