import { notFound } from '../errors.ts';
import { ok } from '../handler.ts';
import type { Call, Handler } from '../handler.ts';
import { cursorPage } from '../paging.ts';
import { attributeText, identifiersOf } from '../people.ts';
import type { WorkspaceObject } from '../state.ts';
import { isObject } from '../types.ts';

function objectOf(call: Call): WorkspaceObject {
	const { object_type_id: typeId, object_id: id } = call.params;
	const object = call.state.objects.find(
		(candidate) =>
			candidate.objectTypeId === typeId &&
			(call.query.id_type === 'cio_object_id' ? candidate.cioObjectId : candidate.objectId) === id,
	);
	if (!object) throw notFound(`no object "${id}" of type ${typeId}`);
	return object;
}

function meets(object: WorkspaceObject, filter: unknown): boolean {
	if (!isObject(filter)) return false;
	if (Array.isArray(filter.and)) return filter.and.every((node) => meets(object, node));
	if (Array.isArray(filter.or)) return filter.or.some((node) => meets(object, node));
	if ('not' in filter) return !meets(object, filter.not);
	const condition = filter.object_attribute;
	if (!isObject(condition) || typeof condition.field !== 'string') return false;
	const value = object.attributes[condition.field];
	if (value === undefined) return false;
	return condition.operator === 'exists' || attributeText(value) === condition.value;
}

const search: Handler = (call) => {
	const objects = call.state.objects.filter(
		(object) => object.objectTypeId === call.body.object_type_id && meets(object, call.body.filter),
	);
	const page = cursorPage(objects, call.query.start, call.query.limit, 50);
	return ok({
		identifiers: page.items.map((object) => ({
			object_id: object.objectId,
			cio_object_id: object.cioObjectId,
		})),
		ids: page.items.map((object) => object.objectId),
		next: page.next,
	});
};

export const object: Record<string, Handler> = {
	getTypes: ({ state }) => ok({ types: state.objectTypes }),
	search,
	getAttributes: (call) => {
		const match = objectOf(call);
		return ok({
			object: {
				attributes: Object.fromEntries(
					Object.entries(match.attributes).map(([name, value]) => [name, attributeText(value)]),
				),
				identifiers: {
					object_id: match.objectId,
					cio_object_id: match.cioObjectId,
					object_type_id: match.objectTypeId,
				},
				timestamps: match.timestamps,
			},
		});
	},
	getRelationships: (call) => {
		const match = objectOf(call);
		const related = call.state.people.flatMap((person) =>
			person.relationships
				.filter((r) => r.objectTypeId === match.objectTypeId && r.objectId === match.objectId)
				.map((r) => ({
					identifiers: identifiersOf(person),
					attributes: r.attributes,
					timestamps: r.timestamps,
				})),
		);
		const page = cursorPage(related, call.query.start, call.query.limit, 50);
		return ok({ cio_relationships: page.items, next: page.next });
	},
};
