import { list } from '../../shared/schema/output';
import { operation, type Resource } from '../../shared/schema/operation';

/** @see https://docs.customer.io/integrations/api/app/#tag/info */
export const info: Resource = {
	name: 'info',
	displayName: 'Info',
	description: 'Facts about Customer.io itself',
	operations: {
		getIpAddresses: operation({
			name: 'Get IP Addresses',
			action: 'Get info about IP addresses',
			description:
				'Get the addresses from which Customer.io sends webhooks and emails, to allow them. Push is not covered.',
			route: 'GET /v1/info/ip_addresses',
			output: list('ip_addresses', { scalarKey: 'ip_address', whole: true }),
		}),
	},
};
