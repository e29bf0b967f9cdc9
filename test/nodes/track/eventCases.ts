import { rows } from '../../support/trackNode.ts';
import { ada, EVENT_ID, person, SECONDS, TIME, ULID, type Case } from './case.ts';

const eventFields = { eventId: EVENT_ID, timestamp: TIME };

export const eventCases: readonly Case[] = [
	{
		of: 'person.event',
		operation: 'event.track',
		minimal: {
			parameters: { person, name: 'Course Started' },
			body: {
				type: 'person',
				action: 'event',
				identifiers: ada,
				name: 'Course Started',
				id: ULID,
			},
		},
		full: {
			parameters: {
				person,
				name: 'Course Started',
				attributes: rows({ title: 'Intro' }),
				additionalFields: {
					...eventFields,
					recipient: 'grace@example.com',
					fromAddress: 'team@example.com',
					replyTo: 'support@example.com',
				},
			},
			body: {
				type: 'person',
				action: 'event',
				identifiers: ada,
				name: 'Course Started',
				id: EVENT_ID,
				timestamp: SECONDS,
				attributes: {
					title: 'Intro',
					recipient: 'grace@example.com',
					from_address: 'team@example.com',
					reply_to: 'support@example.com',
				},
			},
		},
		result: { success: true, eventId: ULID },
	},
	{
		of: 'person.page',
		operation: 'event.page',
		minimal: {
			parameters: { person, name: 'Pricing' },
			body: { type: 'person', action: 'page', identifiers: ada, name: 'Pricing', id: ULID },
		},
		full: {
			parameters: {
				person,
				name: 'Pricing',
				additionalFields: {
					...eventFields,
					url: 'https://example.com/pricing',
					title: 'Prices',
					path: '/pricing',
					search: '?a=1',
					referrer: 'https://example.com/',
					keywords: 'price, plan',
				},
			},
			body: {
				type: 'person',
				action: 'page',
				identifiers: ada,
				name: 'Pricing',
				id: EVENT_ID,
				timestamp: SECONDS,
				attributes: {
					url: 'https://example.com/pricing',
					title: 'Prices',
					path: '/pricing',
					search: '?a=1',
					referrer: 'https://example.com/',
					keywords: ['price', 'plan'],
				},
			},
		},
		result: { success: true, eventId: ULID },
	},
	{
		of: 'person.screen',
		operation: 'event.screen',
		minimal: {
			parameters: { person, name: 'feed' },
			body: { type: 'person', action: 'screen', identifiers: ada, name: 'feed', id: ULID },
		},
		full: {
			parameters: { person, name: 'feed', additionalFields: eventFields },
			body: {
				type: 'person',
				action: 'screen',
				identifiers: ada,
				name: 'feed',
				id: EVENT_ID,
				timestamp: SECONDS,
			},
		},
		result: { success: true, eventId: ULID },
	},
	{
		of: 'event.trackAnonymous',
		operation: 'event.trackAnonymous',
		path: '/api/v1/events',
		minimal: {
			parameters: { name: 'Visited', anonymousId: 'visitor-1' },
			body: { name: 'Visited', anonymous_id: 'visitor-1' },
		},
		full: {
			parameters: {
				name: 'feed',
				anonymousId: 'visitor-1',
				data: rows({ count: 2 }),
				additionalFields: {
					...eventFields,
					eventType: 'screen',
					recipient: 'grace@example.com',
					fromAddress: 'team@example.com',
					replyTo: 'support@example.com',
				},
			},
			body: {
				name: 'feed',
				anonymous_id: 'visitor-1',
				id: EVENT_ID,
				timestamp: SECONDS,
				type: 'screen',
				data: {
					count: 2,
					recipient: 'grace@example.com',
					from_address: 'team@example.com',
					reply_to: 'support@example.com',
				},
			},
		},
	},
];
