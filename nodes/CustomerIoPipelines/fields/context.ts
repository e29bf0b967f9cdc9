import {
	boolean,
	json,
	number,
	options,
	string,
	stringList,
} from '../../shared/schema/fieldBuilders';
import { capitalize } from '../../shared/utils/casing';
import { checkTimeZone } from '../../shared/utils/dates';
import type { Field } from '../../shared/schema/fields';

type StringOptions = NonNullable<Parameters<typeof string>[2]>;

/** The context is rarely needed, so it is one of the options, which all operations share. */
const CONTEXT = 'options.context';

const at = (parent: string | undefined) => ({
	collection: CONTEXT,
	bodyPath: parent === undefined ? 'context' : `context.${parent}`,
});

/** Names are unique within the collection: `context.app.name` → `appName`, "App Name". */
function inner(parent: string, name: string) {
	const words = `${parent}${capitalize(name)}`;
	return { ...at(parent), parameter: words };
}

const stringIn = (parent: string, name: string, description: string, extra: StringOptions = {}) =>
	string(name, description, { ...inner(parent, name), displayName: title(parent, name), ...extra });

const booleanIn = (parent: string, name: string, description: `Whether ${string}`, label: string) =>
	boolean(name, description, { ...inner(parent, name), displayName: label });

const numberIn = (
	parent: string,
	name: string,
	description: string,
	extra: { min?: number; max?: number; fraction?: boolean } = {},
) =>
	number(name, description, {
		...inner(parent, name),
		displayName: title(parent, name),
		...extra,
	});

/**
 * The context of a call, with all fields that the API documents. The whole context as JSON is for
 * fields that only another destination reads; the single fields override it.
 *
 * @see https://docs.customer.io/integrations/data-in/connections/http-api/
 */
export const contextFields: readonly Field[] = [
	json('context', 'The whole context as JSON. The single fields of it win.', 'object', {
		collection: CONTEXT,
		displayName: 'Context (JSON)',
	}),
	boolean(
		'active',
		'Whether the person counts as active. False updates them without touching when they were last seen.',
		{ ...at(undefined), default: true },
	),
	string('ip', 'IP address of the person, by which Customer.io may find their place', {
		...at(undefined),
		displayName: 'IP Address',
		placeholder: '203.0.113.7',
	}),
	string('locale', 'Language and country of the person', {
		...at(undefined),
		placeholder: 'en-US',
	}),
	string('userAgent', 'User agent of the device', at(undefined)),
	options(
		'channel',
		'Where the call comes from',
		[
			{ name: 'Browser', value: 'browser' },
			{ name: 'Mobile', value: 'mobile' },
			{ name: 'Server', value: 'server' },
		],
		{ ...at(undefined), default: 'server' },
	),
	string('timezone', 'Time zone of the person', {
		...at(undefined),
		displayName: 'Time Zone',
		placeholder: 'Europe/Berlin',
		check: checkTimeZone,
	}),
	string('groupId', 'ID of the object that the call belongs to', {
		identifies: true,
		...at(undefined),
		parameter: 'contextGroupId',
		displayName: 'Object ID',
	}),
	json('traits', 'Traits of the person that this call carries along', 'object', {
		...at(undefined),
		parameter: 'contextTraits',
		displayName: 'Traits (JSON)',
	}),
	json('userAgentData', "The browser's user-agent client hints", 'object', {
		...at(undefined),
		displayName: 'User Agent Data (JSON)',
	}),
	stringIn('campaign', 'name', 'Name of the campaign (utm_campaign)'),
	stringIn('campaign', 'source', 'Where the visit comes from (utm_source)'),
	stringIn('campaign', 'medium', 'Kind of traffic (utm_medium)'),
	stringIn('campaign', 'term', 'Keyword (utm_term)'),
	stringIn('campaign', 'content', 'Content (utm_content)'),
	json('campaign', 'UTM values with further keys. The single campaign fields win.', 'object', {
		...at(undefined),
		displayName: 'Campaign (JSON)',
	}),
	stringIn('page', 'name', 'Name of the page'),
	stringIn('page', 'path', 'Path of the page'),
	stringIn('page', 'referrer', 'Full URL of the page before'),
	stringIn('page', 'search', 'Query string of the page'),
	stringIn('page', 'title', 'Title of the page'),
	stringIn('page', 'url', 'Full URL of the page'),
	stringIn('page', 'hash', 'Fragment of the URL'),
	stringList('keywords', 'Keywords of the page, separated by commas', {
		...inner('page', 'keywords'),
		displayName: 'Page Keywords',
	}),
	stringIn('app', 'name', 'Name of the app'),
	stringIn('app', 'version', 'Version of the app'),
	stringIn('app', 'build', 'Build of the app'),
	stringIn('app', 'namespace', 'Bundle or package ID of the app', {
		placeholder: 'com.example.app',
	}),
	stringIn('device', 'id', 'ID of the device', { identifies: true }),
	stringIn('device', 'advertisingId', 'Advertising ID of the device', {
		displayName: 'Device Advertising ID',
	}),
	stringIn('device', 'manufacturer', 'Maker of the device'),
	stringIn('device', 'model', 'Model of the device'),
	stringIn('device', 'name', 'Name of the device'),
	options(
		'type',
		'Platform of the device',
		[
			{ name: 'Android', value: 'android' },
			{ name: 'iOS', value: 'ios' },
		],
		{ ...inner('device', 'type'), displayName: 'Device Type' },
	),
	stringIn('device', 'version', 'Firmware of the device'),
	stringIn('device', 'token', 'Push token of the device', { identifies: true }),
	booleanIn('network', 'bluetooth', 'Whether Bluetooth is on', 'Network Bluetooth'),
	stringIn('network', 'carrier', 'Name of the carrier'),
	booleanIn('network', 'cellular', 'Whether the cellular connection is on', 'Network Cellular'),
	booleanIn('network', 'wifi', 'Whether Wi-Fi is on', 'Network Wi-Fi'),
	stringIn('os', 'name', 'Name of the operating system', { displayName: 'OS Name' }),
	stringIn('os', 'version', 'Version of the operating system', { displayName: 'OS Version' }),
	stringIn('library', 'name', 'Name of the library that made the call'),
	stringIn('library', 'version', 'Version of the library that made the call'),
	stringIn('location', 'city', 'City of the person'),
	stringIn('location', 'country', 'Country of the person'),
	stringIn('location', 'region', 'Region or state of the person'),
	numberIn('location', 'latitude', 'Latitude of the person', {
		fraction: true,
		min: -90,
		max: 90,
	}),
	numberIn('location', 'longitude', 'Longitude of the person', {
		fraction: true,
		min: -180,
		max: 180,
	}),
	numberIn('location', 'speed', 'Speed of the person', { fraction: true }),
	stringIn('referrer', 'type', 'Type of what brought the person'),
	stringIn('referrer', 'name', 'Name of what brought the person'),
	stringIn('referrer', 'url', 'URL that brought the person'),
	stringIn('referrer', 'link', 'Link that brought the person'),
	numberIn('screen', 'width', 'Width of the screen', { min: 0 }),
	numberIn('screen', 'height', 'Height of the screen', { min: 0 }),
];

function title(parent: string, name: string): string {
	return [parent, name].map(capitalize).join(' ').replace(/ Id$/, ' ID').replace(/ Url$/, ' URL');
}
