import { operation, type Resource } from '../../shared/schema/operation';
import { item } from '../../shared/schema/output';

/** @see https://docs.customer.io/integrations/api/track/#operation/getRegion */
export const account: Resource = {
	name: 'account',
	displayName: 'Account',
	operations: {
		getRegion: operation({
			name: 'Get Region',
			action: 'Get region of account',
			description: 'Get the region and the workspace that the credential belongs to',
			route: 'GET /api/v1/accounts/region',
			output: item(),
		}),
	},
};
