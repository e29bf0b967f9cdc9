import { fixed, pairs, pick, text } from '../../matrix/fields';
import type { Resource } from '../../matrix/vocabulary';
import { call } from '../fields/common';
import { blankProblem, requiredUserId } from '../fields/identity';

const token = text('token', 'Push token of the device', {
	under: 'context.device',
	displayName: 'Device Token',
	required: true,
	check: blankProblem,
});

const type = pick(
	'type',
	'Platform of the device',
	[
		{ name: 'Android', value: 'android' },
		{ name: 'iOS', value: 'ios' },
	],
	{ under: 'context.device', parameter: 'deviceType', displayName: 'Device Type', prominent: true },
);

/** @see https://docs.customer.io/journeys/device-tokens/ */
export const device: Resource = {
	name: 'device',
	displayName: 'Device',
	description: 'What a person gets push messages on',
	operations: {
		upsert: call({
			name: 'Create or Update',
			action: 'Create or update device',
			description:
				'Create a new device of a person, or update the current one if it already exists (upsert)',
			route: 'POST /v1/track',
			fields: [
				fixed('event', 'Device Created or Updated'),
				requiredUserId,
				token,
				type,
				text('namespace', 'Bundle or package ID of the app, needed only with several apps', {
					under: 'context.app',
					displayName: 'App Namespace',
					placeholder: 'com.example.app',
				}),
				pairs('properties', 'Attributes of the device', { displayName: 'Device Attributes' }),
			],
		}),
		delete: call({
			name: 'Delete',
			action: 'Delete device',
			description: 'Remove a device from a person',
			route: 'POST /v1/track',
			fields: [fixed('event', 'Device Deleted'), requiredUserId, token, type],
		}),
	},
};
