import type { INodeProperties, INodePropertyOptions } from 'n8n-workflow';

import { resources as appResources } from '../../../nodes/CustomerIoApp/resources/index.ts';
import { resources as pipelinesResources } from '../../../nodes/CustomerIoPipelines/resources/index.ts';
import { describeResources } from '../../../nodes/shared/description/describeNode.ts';
import type { Resource } from '../../../nodes/shared/schema/vocabulary.ts';

interface Chosen {
	resource: string;
	operation: string;
}

/** Whether lists of resources and operations, named with or without a slash, let a property show. */
function shows({ displayOptions }: INodeProperties, chosen: Chosen): boolean {
	return Object.entries(displayOptions?.show ?? {}).every(([name, values]) => {
		const key = name.replace('/', '');
		return key !== 'resource' && key !== 'operation'
			? true
			: (values as unknown[]).includes(chosen[key]);
	});
}

/** A property without the conditions that say for which operations it is. */
function withoutPlace({ displayOptions, ...property }: INodeProperties): unknown {
	const { resource, operation, ...show } = Object.fromEntries(
		Object.entries(displayOptions?.show ?? {}).map(([name, values]) =>
			name === '/resource' || name === '/operation' ? [name.slice(1), values] : [name, values],
		),
	);
	return Object.keys(show).length === 0 ? property : { ...property, displayOptions: { show } };
}

/** The collections that an operation shows, with the entries that they offer for it. */
function collectionsOf(properties: INodeProperties[], chosen: Chosen): unknown[] {
	return properties
		.filter((row) => row.type === 'collection' && shows(row, chosen))
		.map((row) => [
			row.name,
			((row.options ?? []) as INodeProperties[])
				.filter((entry) => shows(entry, chosen))
				.map(withoutPlace)
				.sort((a, b) => JSON.stringify(a).localeCompare(JSON.stringify(b))),
		])
		.sort((a, b) => String(a[0]).localeCompare(String(b[0])));
}

describe.each<[string, readonly Resource[]]>([
	['App', appResources],
	['Pipelines', pipelinesResources],
])('merged collections of the %s node', (_, resources) => {
	const merged = describeResources(resources);

	it('offer every operation exactly what it has alone', () => {
		for (const resource of resources) {
			for (const [operation, entry] of Object.entries(resource.operations)) {
				const chosen = { resource: resource.name, operation };
				const alone = describeResources([{ ...resource, operations: { [operation]: entry } }]);
				expect({ chosen, collections: collectionsOf(merged, chosen) }).toEqual({
					chosen,
					collections: collectionsOf(alone, chosen),
				});
			}
		}
	});

	it('have entries that start alike where they have one name, since the editor takes the first', () => {
		const different = merged.flatMap((row) => {
			if (row.type !== 'collection') return [];
			const starts = new Map<string, string>();
			return ((row.options ?? []) as INodeProperties[]).filter(({ name, type, default: value }) => {
				const start = `${type} ${JSON.stringify(value)}`;
				const first = starts.get(name) ?? start;
				starts.set(name, first);
				return first !== start;
			});
		});
		expect(different).toEqual([]);
	});

	it('do not show where nothing can be added', () => {
		const empty: string[] = [];
		for (const resource of resources) {
			for (const operation of Object.keys(resource.operations)) {
				const chosen = { resource: resource.name, operation };
				const visible = merged.filter((row) => shows(row, chosen));
				for (const choice of visible.filter(({ type }) => type === 'options')) {
					for (const { value } of (choice.options ?? []) as INodePropertyOptions[]) {
						const allows = ({ displayOptions: { show = {} } = {} }: INodeProperties) => {
							const values = show[choice.name] ?? show[`/${choice.name}`];
							return values === undefined || (values as unknown[]).includes(value);
						};
						for (const row of visible.filter(
							(property) => property.type === 'collection' && allows(property),
						)) {
							const entries = ((row.options ?? []) as INodeProperties[]).filter(
								(entry) => shows(entry, chosen) && allows(entry),
							);
							if (entries.length > 0) continue;
							empty.push(
								`${resource.name} ${operation}, ${choice.name} ${value}: ${row.displayName}`,
							);
						}
					}
				}
			}
		}
		expect(empty).toEqual([]);
	});

	it('are built in little time', () => {
		const start = performance.now();
		describeResources(resources);
		expect(performance.now() - start).toBeLessThan(500);
	});
});
