/**
 * Checks that a node's saved parameters exist and are visible in its description.
 *
 * n8n silently drops an unknown or hidden parameter when it loads a workflow: the node then runs
 * with a default instead.
 */
import type {
	INodeParameters,
	INodeProperties,
	INodePropertyCollection,
	INodePropertyOptions,
	INodeTypeDescription,
} from 'n8n-workflow';
import { workflowPackage } from '../../tools/engine/harness.ts';

interface Values {
	[name: string]: unknown;
}

/** @returns one line for each problem, with the path of the parameter */
export function parameterProblems(
	parameters: INodeParameters,
	typeVersion: number,
	description: INodeTypeDescription,
): string[] {
	const { NodeHelpers } = workflowPackage;
	const node = { typeVersion };
	const problems: string[] = [];
	// Unsaved parameters have their default, which other parameters' conditions also read.
	const root =
		NodeHelpers.getNodeParameters(
			description.properties,
			parameters,
			true,
			false,
			node,
			description,
		) ?? {};

	const isShown = (property: INodeProperties, values: Values) =>
		NodeHelpers.displayParameter(values as INodeParameters, property, node, description, root);

	const checkAll = (
		saved: Values,
		properties: readonly INodeProperties[],
		at: string,
		withDefaults: Values,
	) => {
		for (const [name, value] of Object.entries(saved)) {
			const path = at === '' ? name : `${at}.${name}`;
			const candidates = properties.filter((property) => property.name === name);
			const visible = candidates.find((property) => isShown(property, withDefaults));
			if (candidates.length === 0) problems.push(`${path} is unknown`);
			else if (visible === undefined) problems.push(`${path} is hidden`);
			else checkOne(value, visible, path);
		}
		for (const property of properties) {
			if (property.required !== true || !isShown(property, withDefaults)) continue;
			const value = saved[property.name] ?? property.default;
			if (isBlank(value)) problems.push(`${at}${at && '.'}${property.name} is required`);
		}
	};

	const checkOne = (value: unknown, property: INodeProperties, path: string) => {
		if (typeof value === 'string' && value.startsWith('=')) {
			if (property.noDataExpression === true) problems.push(`${path} takes no expression`);
			return;
		}
		switch (property.type) {
			case 'options':
				if (!isOffered(value, property)) problems.push(`${path} has no option ${quoted(value)}`);
				return;
			case 'multiOptions':
				for (const entry of value as unknown[])
					if (!isOffered(entry, property)) problems.push(`${path} has no option ${quoted(entry)}`);
				return;
			case 'boolean':
			case 'number':
				if (typeof value !== property.type)
					problems.push(`${path} is no ${property.type}: ${quoted(value)}`);
				return;
			case 'string':
			case 'json':
			case 'dateTime':
				if (typeof value !== 'string') problems.push(`${path} is no text: ${quoted(value)}`);
				return;
			case 'resourceLocator':
				checkLocator(value as Values, property, path);
				return;
			case 'assignmentCollection':
				checkAssignments(value as Values, path);
				return;
			case 'collection': {
				const entries = (property.options ?? []) as INodeProperties[];
				checkAll(value as Values, entries, path, value as Values);
				return;
			}
			case 'fixedCollection':
				checkGroups(value as Values, property, path);
				return;
			case 'resourceMapper':
				checkMapper(value as Values, path);
				return;
			case 'filter':
				checkConditions(value as Values, path);
				return;
			case 'hidden':
				if (value !== property.default) problems.push(`${path} is ${quoted(value)}`);
				return;
			default:
				problems.push(`${path} is of the type ${property.type}, which this check does not know`);
		}
	};

	const checkLocator = (value: Values, property: INodeProperties, path: string) => {
		const modes = (property.modes ?? []).map(({ name }) => name);
		if (value.__rl !== true) problems.push(`${path} lacks "__rl": true`);
		if (!modes.includes(String(value.mode)))
			problems.push(`${path} has no mode ${quoted(value.mode)}`);
	};

	const checkConditions = ({ options, combinator, conditions }: Values, path: string) => {
		if (typeof options !== 'object') problems.push(`${path} has no options`);
		if (combinator !== 'and' && combinator !== 'or') problems.push(`${path} has no combinator`);
		for (const condition of conditions as Values[]) {
			const keys = Object.keys(condition).sort().join();
			if (keys !== 'id,leftValue,operator,rightValue')
				problems.push(`${path} has a condition with ${keys}`);
		}
	};

	const checkAssignments = ({ assignments, ...others }: Values, path: string) => {
		for (const name of Object.keys(others)) problems.push(`${path}.${name} is unknown`);
		for (const row of assignments as Values[]) {
			const keys = Object.keys(row).sort().join();
			if (keys !== 'id,name,type,value') problems.push(`${path} has a row with ${keys}`);
		}
	};

	const checkGroups = (value: Values, property: INodeProperties, path: string) => {
		const groups = (property.options ?? []) as INodePropertyCollection[];
		for (const [name, saved] of Object.entries(value)) {
			const group = groups.find((candidate) => candidate.name === name);
			if (group === undefined) {
				problems.push(`${path}.${name} is unknown`);
				continue;
			}
			const several = property.typeOptions?.multipleValues === true;
			if (several !== Array.isArray(saved))
				problems.push(`${path}.${name} is ${several ? 'no list' : 'a list'}`);
			[saved].flat().forEach((row, index) => {
				const defaults = group.values.map((property) => [property.name, property.default] as const);
				const withDefaults = { ...Object.fromEntries(defaults), ...(row as Values) };
				checkAll(row as Values, group.values, `${path}.${name}[${index}]`, withDefaults);
			});
		}
	};

	/** Mapped columns must be in the saved schema: n8n drops the rest. */
	const checkMapper = ({ value, schema, matchingColumns }: Values, path: string) => {
		const columns = (schema as Array<{ id: string }>).map(({ id }) => id);
		for (const name of [...Object.keys(value as Values), ...(matchingColumns as string[])])
			if (!columns.includes(name)) problems.push(`${path} has no column "${name}"`);
	};

	checkAll(parameters, description.properties, '', root);
	return problems;
}

function isOffered(value: unknown, { options = [], typeOptions }: INodeProperties): boolean {
	// Lists that are loaded from the service cannot be checked here.
	if (typeOptions?.loadOptionsMethod !== undefined) return true;
	return (options as INodePropertyOptions[]).some((option) => option.value === value);
}

function isBlank(value: unknown): boolean {
	if (typeof value !== 'object' || value === null) return value === undefined || value === '';
	return 'value' in value && (value.value === '' || value.value === undefined);
}

const quoted = (value: unknown): string => JSON.stringify(value) ?? 'undefined';
