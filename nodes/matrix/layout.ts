import type { Field, Method, Operation } from './vocabulary';
import { parameterName } from './names';

/** A parameter and the values of it with which a row is shown. */
export interface Shown {
	readonly [parameter: string]: readonly string[];
}

export interface PlacedField {
	readonly field: Field;
	/** Shown, and read, only with these choices. */
	readonly shown: Shown;
	/** The collection that holds the field, or nothing for a row of its own. */
	readonly collection: string | undefined;
}

/** The parts of an operation's route. */
export interface Route {
	readonly method: Method;
	readonly path: string;
	/** What stands in braces in the path. */
	readonly names: ReadonlySet<string>;
}

const routes = new WeakMap<Operation, Route>();

/** Taken apart once: it is asked for again with every item. */
export function routeOf(operation: Operation): Route {
	let route = routes.get(operation);
	if (route === undefined) {
		const [method = '', path = ''] = operation.route.split(' ');
		const names = new Set(
			path
				.split('{')
				.slice(1)
				.map((rest) => rest.slice(0, rest.indexOf('}'))),
		);
		route = { method: method as Method, path, names };
		routes.set(operation, route);
	}
	return route;
}

/** The collection that holds an operation's optional fields, named as n8n's guidelines ask. */
function collectionName(operation: Operation): 'additionalFields' | 'filters' | 'updateFields' {
	if (operation.output.kind === 'list') return 'filters';
	return operation.route.startsWith('PUT ') ? 'updateFields' : 'additionalFields';
}

const placed = new WeakMap<Operation, PlacedField[]>();

/** Where each field of an operation stands: shared by the editor's rows and by reading them back. */
export function placeFields(operation: Operation): readonly PlacedField[] {
	let fields = placed.get(operation);
	if (fields === undefined) {
		// Asked for again with every item.
		fields = place(operation, operation.fields, {});
		placed.set(operation, fields);
	}
	return fields;
}

function place(operation: Operation, fields: readonly Field[], shown: Shown): PlacedField[] {
	const { names } = routeOf(operation);
	const ownCollection = collectionName(operation);
	const all: PlacedField[] = [];
	for (const field of fields) {
		const standsAlone =
			field.required === true ||
			field.prominent === true ||
			names.has(field.name) ||
			field.kind === 'choice' ||
			field.kind === 'filter' ||
			field.kind === 'rows';
		all.push({
			field,
			shown,
			collection: standsAlone ? undefined : (field.collection ?? ownCollection),
		});
		if (field.kind !== 'choice') continue;
		for (const [value, option] of Object.entries(field.options)) {
			all.push(...place(operation, option.fields, { ...shown, [parameterName(field)]: [value] }));
		}
	}
	return all;
}
