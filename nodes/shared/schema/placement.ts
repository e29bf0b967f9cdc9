import type { Field } from './fields';
import type { Operation } from './operation';
import type { Method } from './request';

/** Parameters and the values with which something is shown. */
export interface DisplayCondition {
	readonly [parameter: string]: readonly string[];
}

export interface FieldPlacement {
	readonly field: Field;
	/** The variants with which the field is shown, read and sent. */
	readonly visibleWhen: DisplayCondition;
	/** The collection that holds the field; undefined for a property outside any. */
	readonly collection: string | undefined;
}

/** The parts of an operation's route. */
export interface Route {
	readonly method: Method;
	readonly path: string;
	/** The names in braces in the path. */
	readonly parameters: ReadonlySet<string>;
}

/** Where a field's value is in the body: `traits.email`. */
export function bodyPathOf({ bodyPath, name }: Pick<Field, 'bodyPath' | 'name'>): string {
	return bodyPath === undefined ? name : `${bodyPath}.${name}`;
}

const routes = new WeakMap<Operation, Route>();

/** Cached, because every item needs it. */
export function parseRoute(operation: Operation): Route {
	let route = routes.get(operation);
	if (route === undefined) {
		const [method = '', path = ''] = operation.route.split(' ');
		const parameters = new Set([...path.matchAll(/\{([^}]+)\}/g)].map(([, name = '']) => name));
		route = { method: method as Method, path, parameters };
		routes.set(operation, route);
	}
	return route;
}

const placements = new WeakMap<Operation, FieldPlacement[]>();

/** Where each field of an operation is: for describing it and for reading it. Cached, because every item needs it. */
export function fieldPlacements(operation: Operation): readonly FieldPlacement[] {
	let fields = placements.get(operation);
	if (fields === undefined) {
		fields = place(operation, operation.fields, {});
		placements.set(operation, fields);
	}
	return fields;
}

/** The collection for optional fields, named as n8n's guidelines ask. */
function collectionName(operation: Operation): 'additionalFields' | 'filters' | 'updateFields' {
	if (operation.output.kind === 'list') return 'filters';
	return operation.route.startsWith('PUT ') ? 'updateFields' : 'additionalFields';
}

function place(
	operation: Operation,
	fields: readonly Field[],
	visibleWhen: DisplayCondition,
): FieldPlacement[] {
	const { parameters } = parseRoute(operation);
	return fields.flatMap((field) => {
		const isTopLevel =
			field.required === true ||
			field.topLevel === true ||
			parameters.has(field.name) ||
			field.type === 'variant' ||
			field.type === 'filter' ||
			field.type === 'objectList';
		const collection = isTopLevel ? undefined : (field.collection ?? collectionName(operation));
		const variants = field.type === 'variant' ? Object.entries(field.options) : [];
		// A path parameter identifies something, whatever else the field is for.
		const isInPath = field.type === 'string' && parameters.has(field.name);
		return [
			{
				field: isInPath ? { ...field, identifies: true } : field,
				visibleWhen,
				collection,
			},
			...variants.flatMap(([value, variant]) =>
				place(operation, variant.fields, { ...visibleWhen, [field.parameter]: [value] }),
			),
		];
	});
}
