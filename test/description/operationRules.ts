/** n8n's copy rules for operations, and which properties an operation may show at once. */
import type { INodeProperties, INodePropertyOptions, INodeTypeDescription } from 'n8n-workflow';

import type { Report } from './propertyRules.ts';
import { contains, sentenceCaseProblem, sharesWord } from './writingStyle.ts';

/** Checks the names and actions of a resource's operations. */
export function checkOperations(
	property: INodeProperties,
	description: INodeTypeDescription,
	report: Report,
): void {
	const resources = (description.properties.find(({ name }) => name === 'resource')?.options ??
		[]) as INodePropertyOptions[];
	const shown = property.displayOptions?.show?.resource ?? [];
	const resourceNames = resources
		.filter(({ value }) => shown.includes(value))
		.map(({ name }) => name);
	for (const { name, value, action } of property.options as INodePropertyOptions[]) {
		const path = `${description.name} › ${shown.join('|')}:${String(value)}`;
		if (/^(Get All|List)\b/.test(name)) report(path, `name "${name}" should be "Get Many"`);
		if (/^(Upsert|Add or Update|Update or Create)\b/.test(name)) {
			report(path, `name "${name}" should be "Create or Update"`);
		}
		for (const resourceName of resourceNames) {
			if (contains(name, resourceName))
				report(path, `name "${name}" repeats the resource "${resourceName}"`);
		}
		if (action === undefined) {
			report(path, 'has no action');
			continue;
		}
		const problem = sentenceCaseProblem(action);
		if (problem !== undefined) report(path, `action "${action}" ${problem}`);
		if (
			resourceNames.length > 0 &&
			!resourceNames.some((resourceName) => sharesWord(action, resourceName))
		) {
			report(path, `action "${action}" does not name the resource "${resourceNames.join('", "')}"`);
		}
	}
}

/** Reports two properties with one name that can be visible at once for the same resource and operation. */
export function checkClashes(description: INodeTypeDescription, report: Report): void {
	for (const { resource, operation } of operationsOf(description)) {
		const visible = description.properties.filter(
			(property) =>
				mayShow(property, 'resource', resource) && mayShow(property, 'operation', operation),
		);
		const where = resource === undefined ? '' : ` › ${resource}:${operation ?? ''}`;
		for (const [index, property] of visible.entries()) {
			const twin = visible.slice(index + 1).find((other) => other.name === property.name);
			if (twin !== undefined && !areExclusive(property, twin)) {
				report(`${description.name}${where}`, `shows "${property.name}" twice`);
			}
		}
		const inCollections = visible
			.filter(({ type }) => type === 'collection')
			.flatMap((property) => property.options as INodeProperties[])
			// Conditions with a slash refer to the node, outside the collection.
			.filter(
				(property) =>
					mayShow(property, '/resource', resource) && mayShow(property, '/operation', operation),
			)
			.map(({ name }) => name);
		const duplicate = inCollections.find((name, index) => inCollections.indexOf(name) !== index);
		if (duplicate !== undefined) {
			report(`${description.name}${where}`, `offers "${duplicate}" in a collection twice`);
		}
	}
}

interface OperationName {
	resource: string | undefined;
	operation: string | undefined;
}

/** Returns every pair of resource and operation; one empty entry for a node without resources. */
export function operationsOf({ properties }: INodeTypeDescription): OperationName[] {
	const values = (property: INodeProperties) =>
		(property.options as INodePropertyOptions[]).map(({ value }) => String(value));
	const operations = properties.filter(({ name }) => name === 'operation');
	const resources = properties.filter(({ name }) => name === 'resource').flatMap(values);
	if (operations.length === 0) return [{ resource: undefined, operation: undefined }];
	if (resources.length === 0) {
		return operations.flatMap((property) =>
			values(property).map((operation) => ({ resource: undefined, operation })),
		);
	}
	return resources.flatMap((resource) =>
		operations
			.filter((property) => mayShow(property, 'resource', resource))
			.flatMap(values)
			.map((operation) => ({ resource, operation })),
	);
}

function mayShow(property: INodeProperties, key: string, value: string | undefined): boolean {
	if (value === undefined) return true;
	const { show, hide } = property.displayOptions ?? {};
	const plain = (list: readonly unknown[] | undefined) =>
		list?.every((value) => typeof value === 'string') === true;
	const shown = show?.[key];
	if (shown !== undefined && plain(shown) && !shown.includes(value)) return false;
	const hidden = hide?.[key];
	return !(hidden !== undefined && hidden.includes(value));
}

/** Whether another parameter decides between the two properties. */
function areExclusive(first: INodeProperties, second: INodeProperties): boolean {
	const decides = (a: INodeProperties, b: INodeProperties) =>
		Object.entries(a.displayOptions?.show ?? {}).some(([key, values]) => {
			if (key === 'resource' || key === 'operation' || values === undefined) return false;
			const shown = b.displayOptions?.show?.[key];
			if (shown !== undefined) return !values.some((value) => shown.includes(value as never));
			const hidden = b.displayOptions?.hide?.[key];
			return hidden !== undefined && values.every((value) => hidden.includes(value as never));
		});
	return decides(first, second) || decides(second, first);
}
