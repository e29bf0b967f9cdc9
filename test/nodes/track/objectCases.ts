import { located, rows } from '../../support/trackNode.ts';
import { acme, ada, object, objectType, person, type Case } from './case.ts';

export const objectCases: readonly Case[] = [
	{
		of: 'person.add_relationships',
		operation: 'relationship.addToPerson',
		minimal: {
			parameters: {
				person,
				relationships: { values: [{ objectTypeId: objectType, object }] },
			},
			body: {
				type: 'person',
				action: 'add_relationships',
				identifiers: ada,
				cio_relationships: [{ identifiers: acme }],
			},
		},
		full: {
			parameters: {
				person,
				relationships: {
					values: [
						{
							objectTypeId: objectType,
							object: located('cio_object_id', 'ob0001'),
							additionalFields: {
								relationshipAttributes: { values: [{ name: 'role', value: 'admin' }] },
							},
						},
					],
				},
			},
			body: {
				type: 'person',
				action: 'add_relationships',
				identifiers: ada,
				cio_relationships: [
					{
						identifiers: { cio_object_id: 'ob0001' },
						relationship_attributes: { role: 'admin' },
					},
				],
			},
		},
	},
	{
		of: 'person.delete_relationships',
		operation: 'relationship.removeFromPerson',
		minimal: {
			parameters: {
				person,
				relationships: { values: [{ objectTypeId: objectType, object }] },
			},
			body: {
				type: 'person',
				action: 'delete_relationships',
				identifiers: ada,
				cio_relationships: [{ identifiers: acme }],
			},
		},
	},
	{
		of: 'object.identify',
		operation: 'object.upsert',
		minimal: {
			parameters: { objectTypeId: objectType, object },
			body: { type: 'object', action: 'identify', identifiers: acme },
		},
		full: {
			parameters: {
				objectTypeId: objectType,
				object: located('cio_object_id', 'ob0001'),
				attributes: rows({ seats: 50 }),
				additionalFields: { relationshipsJson: JSON.stringify([{ identifiers: ada }]) },
			},
			body: {
				type: 'object',
				action: 'identify',
				identifiers: { cio_object_id: 'ob0001' },
				attributes: { seats: 50 },
				cio_relationships: [{ identifiers: ada }],
			},
		},
	},
	{
		of: 'object.identify_anonymous',
		operation: 'object.upsertAnonymous',
		minimal: {
			parameters: {
				objectTypeId: objectType,
				object,
				relationships: { values: [{ anonymousId: 'visitor-1' }] },
			},
			body: {
				type: 'object',
				action: 'identify_anonymous',
				identifiers: acme,
				cio_relationships: [{ identifiers: { anonymous_id: 'visitor-1' } }],
			},
		},
		full: {
			parameters: {
				objectTypeId: objectType,
				object,
				attributes: rows({ seats: 50 }),
				relationships: {
					values: [
						{
							anonymousId: 'visitor-1',
							additionalFields: { relationshipAttributesJson: '{ "role": "guest" }' },
						},
					],
				},
			},
			body: {
				type: 'object',
				action: 'identify_anonymous',
				identifiers: acme,
				attributes: { seats: 50 },
				cio_relationships: [
					{
						identifiers: { anonymous_id: 'visitor-1' },
						relationship_attributes: { role: 'guest' },
					},
				],
			},
		},
	},
	{
		of: 'object.delete',
		operation: 'object.delete',
		minimal: {
			parameters: { objectTypeId: objectType, object },
			body: { type: 'object', action: 'delete', identifiers: acme },
		},
	},
	...[
		['add_relationships', 'addToObject'],
		['delete_relationships', 'removeFromObject'],
	].map(([action, operation]) => ({
		of: `object.${action}`,
		operation: `relationship.${operation}`,
		minimal: {
			parameters: {
				objectTypeId: objectType,
				object,
				relationships: { values: [{ person }, { person: located('id', 7) }] },
			},
			body: {
				type: 'object',
				action,
				identifiers: acme,
				cio_relationships: [{ identifiers: ada }, { identifiers: { id: '7' } }],
			},
		},
	})),
];
