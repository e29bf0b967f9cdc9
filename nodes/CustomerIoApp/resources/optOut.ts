import { boolean, options, objectList, string } from '../../shared/schema/fieldBuilders';
import { cursor, done, list } from '../../shared/schema/output';
import { operation, type Resource } from '../../shared/schema/operation';
import { customerId } from '../fields/person';

/** @see https://docs.customer.io/integrations/api/app/#tag/opt-outs */
export const optOut: Resource = {
	name: 'optOut',
	displayName: 'Opt-Out',
	description: 'Senders of SMS and WhatsApp from which people opted out',
	operations: {
		getAll: operation({
			name: 'Get Many',
			action: 'Get many opt-outs',
			description: 'Get the people who opted out of a sender of SMS or WhatsApp',
			route: 'GET /v1/optouts',
			fields: [
				string('from', 'Only this sender: number, alphanumeric ID or messaging service SID', {
					displayName: 'Sender',
					placeholder: '+15551234567',
				}),
			],
			output: list('optouts', { pagination: cursor({ maxSize: 1000 }) }),
		}),
		getByCustomer: operation({
			name: 'Get by Person',
			action: 'Get opt-outs of person',
			description: 'Get the senders from which a person opted out',
			route: 'GET /v1/customers/{customer_id}/optouts',
			fields: [customerId],
			output: list('optouts'),
		}),
		updateByCustomer: operation({
			name: 'Update by Person',
			action: 'Update opt-outs of person',
			description: 'Opt a person out of senders, or back in. Customer.io does it a little later.',
			route: 'PUT /v1/customers/{customer_id}/optouts',
			fields: [
				customerId,
				objectList(
					'optouts',
					'Sender',
					'Senders to opt out of, or back in to',
					[
						string('from', 'Number, alphanumeric ID or messaging service SID', {
							displayName: 'Sender',
							required: true,
							placeholder: '+15551234567',
						}),
						boolean('optout', 'Whether to opt out instead of in', {
							displayName: 'Opt Out',
							required: true,
							default: true,
						}),
						options(
							'channel',
							'Channel of the sender',
							[
								{ name: 'SMS', value: 'sms' },
								{ name: 'WhatsApp', value: 'whatsapp' },
							],
							{ topLevel: true },
						),
					],
					{ displayName: 'Opt-Outs' },
				),
			],
			output: done,
		}),
	},
};
