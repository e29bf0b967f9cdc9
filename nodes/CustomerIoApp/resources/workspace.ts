import { list } from '../../shared/schema/output';
import { operation, type Resource } from '../../shared/schema/operation';

/** @see https://docs.customer.io/integrations/api/app/#tag/workspaces */
export const workspace: Resource = {
	name: 'workspace',
	displayName: 'Workspace',
	description: 'Workspaces of the account',
	operations: {
		getAll: operation({
			name: 'Get Many',
			action: 'Get many workspaces',
			description: 'Get a list of the workspaces of the account, with their usage',
			route: 'GET /v1/workspaces',
			output: list('workspaces'),
		}),
	},
};
