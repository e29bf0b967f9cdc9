import type { INodeProperties } from 'n8n-workflow';

import type { Operation, Resource } from '../schema/operation';
import { addsInformation } from '../utils/casing';
import { describeOperation, type ConditionalProperty } from './describeOperation';
import {
	displayConditions,
	withConditions,
	type OperationSet,
	type SharedProperty,
} from './displayConditions';
import { mergeCollections } from './mergeCollections';
import { mergeOrders } from './propertyOrder';

/**
 * The editor's properties of a node, read from its resources. Resources and operations stand in the
 * order in which they are stated, the most used first: the node panel lists them without a search.
 *
 * Equal properties are one property that is shown for several operations, so that the description,
 * which n8n loads and sends to every editor, stays small.
 */
export function describeResources(resources: readonly Resource[]): INodeProperties[] {
	const defaultResource = resources[0]?.name ?? '';
	return [
		{
			displayName: 'Resource',
			name: 'resource',
			type: 'options',
			noDataExpression: true,
			options: resources.map(({ name, displayName, description }) => ({
				name: displayName,
				value: name,
				...(description === undefined ? {} : { description }),
			})),
			default: defaultResource,
		},
		...resources.map(operationProperty),
		...resources.flatMap(noticeProperties),
		...sharedProperties(resources),
	];
}

function operationProperty({ name: resource, operations }: Resource): INodeProperties {
	const entries = Object.entries(operations);
	const defaultOperation = entries[0]?.[0] ?? '';
	return {
		displayName: 'Operation',
		name: 'operation',
		type: 'options',
		noDataExpression: true,
		displayOptions: { show: { resource: [resource] } },
		options: entries.map(([value, { name, action, description }]) => ({
			name,
			value,
			action,
			...(isHelpful({ action, description }) ? { description } : {}),
		})),
		default: defaultOperation,
	};
}

function noticeProperties({ name: resource, notice }: Resource): INodeProperties[] {
	if (notice === undefined) return [];
	return [
		{
			displayName: notice,
			name: `${resource}Notice`,
			type: 'notice',
			default: '',
			displayOptions: { show: { resource: [resource] } },
		},
	];
}

function isHelpful({ action, description }: Pick<Operation, 'action' | 'description'>): boolean {
	return addsInformation(description.replace('list of', 'many'), action);
}

type SharedConditional = SharedProperty & ConditionalProperty;

function sharedProperties(resources: readonly Resource[]): INodeProperties[] {
	const byKey = new Map<string, SharedConditional>();
	const sequences: SharedConditional[][] = [];
	for (const { name: resource, operations } of resources) {
		for (const [name, operation] of Object.entries(operations)) {
			const sequence = describeOperation(operation).map((conditional) => {
				const key = JSON.stringify(conditional);
				const shared = byKey.get(key) ?? { ...conditional, operations: new Map() };
				byKey.set(key, shared);
				const names = shared.operations.get(resource) ?? new Set<string>();
				shared.operations.set(resource, names.add(name));
				return shared;
			});
			sequences.push(sequence.filter((shared) => !isCollection(shared)));
		}
	}
	const all: OperationSet = new Map(
		resources.map(({ name, operations }) => [name, new Set(Object.keys(operations))]),
	);
	const collections = [...byKey.values()].filter(isCollection);
	return [
		...mergeOrders(sequences).flatMap(({ property, visibleWhen, operations }) =>
			displayConditions(operations, all).map((show) =>
				withConditions(property, { ...show, ...visibleWhen }),
			),
		),
		...mergeCollections(
			collections.filter((shared) => !isOptions(shared)),
			all,
		),
		...mergeCollections(collections.filter(isOptions), all),
	];
}

function isCollection({ property }: ConditionalProperty): boolean {
	return property.type === 'collection';
}

function isOptions({ property }: ConditionalProperty): boolean {
	return property.name === 'options';
}
