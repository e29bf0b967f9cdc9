import { dateTime, keyValue, options, string } from '../../shared/schema/fieldBuilders';
import type { Resource } from '../../shared/schema/operation';
import { entity } from '../fields/entity';
import { person } from '../fields/person';

const token = string('token', 'Push token of the device', {
	bodyPath: 'device',
	displayName: 'Device Token',
	required: true,
	identifies: true,
});

/** @see https://docs.customer.io/journeys/device-tokens/ */
export const device: Resource = {
	name: 'device',
	displayName: 'Device',
	description: 'Devices that receive push notifications',
	operations: {
		upsert: entity('person', 'add_device', {
			name: 'Create or Update',
			action: 'Create or update device',
			description:
				'Create a new device of a person, or update the current one if it already exists (upsert)',
			fields: [
				person(),
				token,
				options(
					'platform',
					'Platform of the device',
					[
						{ name: 'Android', value: 'android' },
						{ name: 'iOS', value: 'ios' },
					],
					{ bodyPath: 'device', required: true },
				),
				dateTime('last_used', 'When the device was last used, if that was not now', {
					bodyPath: 'device',
				}),
				keyValue(
					'attributes',
					'Attributes of the device, such as device_model or push_enabled. Values are sent as text.',
					{
						bodyPath: 'device',
						parameter: 'deviceAttributes',
						displayName: 'Device Attributes',
						valueType: 'string',
					},
				),
			],
		}),
		delete: entity('person', 'delete_device', {
			name: 'Delete',
			action: 'Delete device',
			description: 'Remove a device from a person. Later data about it adds it again.',
			fields: [person(), token],
		}),
	},
};
