import { constant, keyValue, options, string } from '../../shared/schema/fieldBuilders';
import type { Resource } from '../../shared/schema/operation';
import { call } from '../fields/common';
import { requiredUserId } from '../fields/identity';

const token = string('token', 'Push token of the device', {
	bodyPath: 'context.device',
	displayName: 'Device Token',
	required: true,
	identifies: true,
});

const type = options(
	'type',
	'Platform of the device',
	[
		{ name: 'Not Specified', value: '' },
		{ name: 'Android', value: 'android' },
		{ name: 'iOS', value: 'ios' },
	],
	{
		bodyPath: 'context.device',
		parameter: 'deviceType',
		displayName: 'Device Type',
		topLevel: true,
	},
);

/** @see https://docs.customer.io/journeys/device-tokens/ */
export const device: Resource = {
	name: 'device',
	displayName: 'Device',
	description: 'Devices that receive push notifications',
	operations: {
		upsert: call({
			name: 'Create or Update',
			action: 'Create or update device',
			description:
				'Create a new device of a person, or update the current one if it already exists (upsert)',
			route: 'POST /v1/track',
			fields: [
				constant('event', 'Device Created or Updated'),
				requiredUserId,
				token,
				type,
				string('namespace', 'Bundle or package ID of the app, needed only with several apps', {
					bodyPath: 'context.app',
					displayName: 'App Namespace',
					placeholder: 'com.example.app',
				}),
				keyValue('properties', 'Attributes of the device', { displayName: 'Device Attributes' }),
			],
		}),
		delete: call({
			name: 'Delete',
			action: 'Delete device',
			description: 'Remove a device from a person',
			route: 'POST /v1/track',
			fields: [constant('event', 'Device Deleted'), requiredUserId, token, type],
		}),
	},
};
