import { boolean } from '../../shared/schema/fieldBuilders';
import { cursor, list } from '../../shared/schema/output';
import { operation, type Resource } from '../../shared/schema/operation';
import { activityName, activityType } from '../fields/activityTypes';
import { customerId } from '../fields/person';

const MAX_PER_PAGE = 100;

/** @see https://docs.customer.io/integrations/api/app/#tag/activities */
export const activity: Resource = {
	name: 'activity',
	displayName: 'Activity',
	description: 'What happened in the workspace',
	operations: {
		getAll: operation({
			name: 'Get Many',
			action: 'Get many activities',
			description: 'Get what people did and what happened to them in the last 30 days',
			route: 'GET /v1/activities',
			fields: [
				activityName,
				activityType,
				customerId,
				boolean('deleted', 'Whether to return activities of people who were deleted', {
					default: true,
				}),
			],
			output: list('activities', { pagination: cursor({ maxSize: MAX_PER_PAGE }) }),
		}),
	},
};
