import { atLeastOneOf } from '../../shared/schema/requestChecks';
import { keyValue, string } from '../../shared/schema/fieldBuilders';
import type { Resource } from '../../shared/schema/operation';
import type { Json } from '../../shared/utils/json';
import { call } from '../fields/common';
import { anonymousId, userId } from '../fields/identity';
import { commands } from './commands';

const eventProperties = keyValue('properties', 'What there is to know about the event', {
	topLevel: true,
	allInputFields: true,
});

/** The object that did something. */
const performingObject = string(
	'groupId',
	'ID of the object that did it, in place of a person. Not every destination takes that.',
	{ displayName: 'Object ID', omitEmpty: true, identifies: true },
);

/** @see https://docs.customer.io/integrations/data-in/connections/http-api/ */
export const event: Resource = {
	name: 'event',
	displayName: 'Event',
	description: 'Something that a person or an object did',
	operations: {
		track: call({
			name: 'Track',
			action: 'Track event',
			description: 'Record something that a person or an object did',
			route: 'POST /v1/track',
			checks: [atLeastOneOf(userId, anonymousId, performingObject)],
			fields: [
				userId,
				anonymousId,
				string('event', 'Name of the event, as campaigns know it', {
					displayName: 'Event Name',
					required: true,
					placeholder: 'Course Started',
					identifies: true,
					check: eventNameProblem,
				}),
				eventProperties,
				performingObject,
			],
		}),
		page: call({
			name: 'Track Page View',
			action: 'Track page view event',
			description: 'Record that a person saw a page of a website',
			route: 'POST /v1/page',
			checks: [atLeastOneOf(userId, anonymousId)],
			fields: [
				userId,
				anonymousId,
				string('name', 'Name of the page', { displayName: 'Page Name', topLevel: true }),
				string('url', 'URL of the page, after which Customer.io names the page view', {
					bodyPath: 'properties',
					topLevel: true,
					placeholder: 'https://example.com/pricing',
				}),
				eventProperties,
				string('category', 'Category of the page'),
				string('title', 'Title of the page', { bodyPath: 'properties' }),
				string('referrer', 'URL of the page before', { bodyPath: 'properties' }),
				string('path', 'Path of the page', { bodyPath: 'properties' }),
				string('search', 'Query string of the page', { bodyPath: 'properties' }),
				string('category', 'Category of the page among the properties', {
					bodyPath: 'properties',
					parameter: 'propertiesCategory',
					displayName: 'Category Property',
				}),
			],
		}),
		screen: call({
			name: 'Track Screen View',
			action: 'Track screen view event',
			description: 'Record that a person saw a screen of an app',
			route: 'POST /v1/screen',
			checks: [atLeastOneOf(userId, anonymousId)],
			fields: [
				userId,
				anonymousId,
				string('name', 'Name of the screen', { displayName: 'Screen Name', topLevel: true }),
				eventProperties,
				string('category', 'Category of the screen'),
			],
		}),
	},
};

/** Reserved names are commands: tracking one by accident may delete the person. */
function eventNameProblem(value: Json): string | undefined {
	const command = commands.get(String(value));
	if (command === undefined) return undefined;
	return `must not be "${String(value)}", which is a command to Customer.io and no event: choose the resource ${command.resource} and the operation ${command.operation} for it`;
}
