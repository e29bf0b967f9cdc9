import { IdentifierType, type TrackClient } from 'customerio-node';

import type { Calls } from './calls.ts';

const now = Math.floor(Date.now() / 1000);
const ulid = '01G65FN1S1QKV1M8E5KBR9JBFC';
const person = { type: 'person', identifiers: { id: '1' } } as const;

/** Everything that the Track client of `customerio-node` does. */
export const trackCalls: Calls<TrackClient> = {
	identify: [
		['1'],
		['new', { email: 'new@example.com', created_at: now, plan: 'pro', _update: false }],
	],
	destroy: [['1']],
	suppress: [['1']],
	unsuppress: [['1']],
	track: [
		['1', { name: 'ordered' }],
		['1', { name: 'ordered', id: ulid, type: 'event', timestamp: now, data: { total: 9.5 } }],
	],
	trackAnonymous: [
		['', { name: 'invited', data: { recipient: 'guest@example.com' } }],
		['visitor-1', { name: 'looked', id: ulid, timestamp: now, data: { page: '/' } }],
	],
	trackPageView: [['1', 'https://example.com/prices']],
	trackPush: [
		[
			{
				delivery_id: 'RPILAgUBcRhIBqSfeiIwdIYJKxTY',
				event: 'opened',
				device_id: 'token',
				timestamp: now,
			},
		],
	],
	addDevice: [
		['1', 'token', 'ios'],
		['1', 'token', 'android', { last_used: now, app_version: '1.2' }],
	],
	deleteDevice: [['1', 'token']],
	batch: [
		[[{ ...person, action: 'identify' }]],
		[
			[
				{ ...person, action: 'identify', attributes: { plan: 'pro' } },
				{ ...person, action: 'event', name: 'ordered', timestamp: now, attributes: { total: 9 } },
				{
					type: 'object',
					action: 'delete',
					identifiers: { object_type_id: '1', object_id: 'acme' },
				},
			],
		],
	],
	mergeCustomers: [
		[IdentifierType.Id, '1', IdentifierType.Id, '2'],
		[IdentifierType.CioId, 'a3000001', IdentifierType.Email, 'person2@example.com'],
	],
	getAccountRegion: [[]],
	entity: [
		[{ ...person, action: 'delete' }],
		[
			{
				...person,
				action: 'add_relationships',
				cio_relationships: [
					{
						identifiers: { object_type_id: '1', object_id: 'acme' },
						relationship_attributes: { role: 'admin' },
					},
				],
			},
		],
	],
	addCustomersToSegment: [
		[12, ['1']],
		[12, ['person1@example.com', 'person2@example.com'], IdentifierType.Email],
	],
	removeCustomersFromSegment: [
		[12, ['1']],
		[12, ['person1@example.com', 'person2@example.com'], IdentifierType.Email],
	],
	submitForm: [
		['contact', { email: 'guest@example.com' }],
		['contact', { email: 'guest@example.com', name: 'Guest', message: 'Hello' }],
	],
	reportMetric: [
		[{ delivery_id: 'RPILAgUBcRhIBqSfeiIwdIYJKxTY', metric: 'delivered' }],
		[
			{
				delivery_id: 'RPILAgUBcRhIBqSfeiIwdIYJKxTY',
				metric: 'bounced',
				timestamp: now,
				recipient: 'person1@example.com',
				reason: 'full',
			},
		],
	],
	unsubscribe: [['RPILAgUBcRhIBqSfeiIwdIYJKxTY'], ['RPILAgUBcRhIBqSfeiIwdIYJKxTY', false]],
};
