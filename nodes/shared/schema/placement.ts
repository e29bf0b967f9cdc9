import type { Field } from './fields';
import type { Operation } from './operation';
import type { Method } from './request';

/** A parameter and the values of it with which a row is shown. */
export interface DisplayCondition {
	readonly [parameter: string]: readonly string[];
}

export interface FieldPlacement {
	readonly field: Field;
	/** Shown, and read, only with these choices. */
	readonly visibleWhen: DisplayCondition;
	/** The collection that holds the field, or nothing for a row of its own. */
	readonly collection: string | undefined;
}

/** The parts of an operation's route. */
export interface Route {
	readonly method: Method;
	readonly path: string;
	/** What stands in braces in the path. */
	readonly parameters: ReadonlySet<string>;
}

const routes = new WeakMap<Operation, Route>();

/** Taken apart once: it is asked for again with every item. */
export function parseRoute(operation: Operation): Route {
	let route = routes.get(operation);
	if (route === undefined) {
		const [method = '', path = ''] = operation.route.split(' ');
		const parameters = new Set(
			path
				.split('{')
				.slice(1)
				.map((rest) => rest.slice(0, rest.indexOf('}'))),
		);
		route = { method: method as Method, path, parameters };
		routes.set(operation, route);
	}
	return route;
}

/** The collection that holds an operation's optional fields, named as n8n's guidelines ask. */
function collectionName(operation: Operation): 'additionalFields' | 'filters' | 'updateFields' {
	if (operation.output.kind === 'list') return 'filters';
	return operation.route.startsWith('PUT ') ? 'updateFields' : 'additionalFields';
}

const placed = new WeakMap<Operation, FieldPlacement[]>();

/** Where each field of an operation stands: shared by the editor's rows and by reading them back. */
export function fieldPlacements(operation: Operation): readonly FieldPlacement[] {
	let fields = placed.get(operation);
	if (fields === undefined) {
		// Asked for again with every item.
		fields = place(operation, operation.fields, {});
		placed.set(operation, fields);
	}
	return fields;
}

function place(
	operation: Operation,
	fields: readonly Field[],
	visibleWhen: DisplayCondition,
): FieldPlacement[] {
	const { parameters } = parseRoute(operation);
	const ownCollection = collectionName(operation);
	const all: FieldPlacement[] = [];
	for (const field of fields) {
		const standsAlone =
			field.required === true ||
			field.topLevel === true ||
			parameters.has(field.name) ||
			field.type === 'variant' ||
			field.type === 'filter' ||
			field.type === 'objectList';
		all.push({
			field,
			visibleWhen,
			collection: standsAlone ? undefined : (field.collection ?? ownCollection),
		});
		if (field.type !== 'variant') continue;
		for (const [value, option] of Object.entries(field.options)) {
			all.push(...place(operation, option.fields, { ...visibleWhen, [field.parameter]: [value] }));
		}
	}
	return all;
}
