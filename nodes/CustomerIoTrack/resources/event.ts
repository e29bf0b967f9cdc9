import { keyValue, options, string, stringList } from '../../shared/schema/fieldBuilders';
import { operation, type Resource } from '../../shared/schema/operation';
import { done } from '../../shared/schema/output';
import { atLeastOneOf } from '../../shared/schema/requestChecks';
import { entity } from '../fields/entity';
import { eventId, eventName, messageFields, timestamp } from '../fields/event';
import { person } from '../fields/person';

const attributes = keyValue('attributes', 'What there is to know about the event', {
	displayName: 'Event Data',
	topLevel: true,
	allInputFields: true,
});

const GENERATED = ' Generated if omitted.';

const anonymousId = string(
	'anonymous_id',
	'ID of an anonymous person, such as the value of a cookie',
	{
		displayName: 'Anonymous ID',
		topLevel: true,
		identifies: true,
	},
);

const [recipient, ...senderFields] = messageFields('data');

/** @see https://docs.customer.io/integrations/api/track/#tag/Events */
export const event: Resource = {
	name: 'event',
	displayName: 'Event',
	description: 'Something that a person did',
	operations: {
		track: entity('person', 'event', {
			name: 'Track',
			action: 'Track event',
			description: 'Record something that a person did',
			fields: [
				person(),
				eventName('Event Name', 'Name of the event, as campaigns know it', 'Course Started'),
				attributes,
				eventId(GENERATED),
				timestamp,
				...messageFields('attributes'),
			],
		}),
		page: entity('person', 'page', {
			name: 'Track Page View',
			action: 'Track page view event',
			description: 'Record that a person saw a page of a website',
			fields: [
				person(),
				eventName('Page Name', 'Name or URL of the page', 'https://example.com/pricing'),
				attributes,
				eventId(GENERATED),
				timestamp,
				string('url', 'URL of the page', { bodyPath: 'attributes' }),
				string('title', 'Title of the page', { bodyPath: 'attributes' }),
				string('path', 'Path of the page', { bodyPath: 'attributes' }),
				string('search', 'Query string of the page', { bodyPath: 'attributes' }),
				string('referrer', 'URL of the page before', { bodyPath: 'attributes' }),
				stringList('keywords', 'Keywords of the page, separated by commas', {
					bodyPath: 'attributes',
				}),
			],
		}),
		screen: entity('person', 'screen', {
			name: 'Track Screen View',
			action: 'Track screen view event',
			description: 'Record that a person saw a screen of an app',
			fields: [
				person(),
				eventName('Screen Name', 'Name of the screen', 'feed'),
				attributes,
				eventId(GENERATED),
				timestamp,
			],
		}),
		trackAnonymous: operation({
			name: 'Track Anonymous',
			action: 'Track anonymous event',
			description:
				'Record an event of someone who is not identified yet, or invite an address that is nobody’s',
			route: 'POST /api/v1/events',
			unordered: true,
			checks: [atLeastOneOf(anonymousId, recipient)],
			fields: [
				eventName('Event Name', 'Name of the event, or the page or screen', 'Course Started'),
				anonymousId,
				keyValue('data', 'What there is to know about the event', {
					displayName: 'Event Data',
					topLevel: true,
					allInputFields: true,
				}),
				options(
					'type',
					'What kind of event it is',
					[
						{ name: 'Event', value: 'event' },
						{ name: 'Page View', value: 'page' },
						{ name: 'Screen View', value: 'screen' },
					],
					{ displayName: 'Event Type', parameter: 'eventType' },
				),
				eventId(),
				timestamp,
				recipient,
				...senderFields,
			],
			output: done,
		}),
	},
};
