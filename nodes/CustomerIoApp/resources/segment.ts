import { resourceLocator, string } from '../../shared/schema/fieldBuilders';
import { cursor, deleted, item, list } from '../../shared/schema/output';
import { operation, type Resource } from '../../shared/schema/operation';
import { segment as segments } from '../../shared/catalog/messagingLocators';

const segmentId = resourceLocator('segment_id', segments, 'The segment');

/** @see https://docs.customer.io/integrations/api/app/#tag/segments */
export const segment: Resource = {
	name: 'segment',
	displayName: 'Segment',
	description: 'Groups of people',
	operations: {
		getAll: operation({
			name: 'Get Many',
			action: 'Get many segments',
			description: 'Get a list of segments',
			route: 'GET /v1/segments',
			output: list('segments'),
		}),
		create: operation({
			name: 'Create',
			action: 'Create segment',
			description: 'Create an empty manual segment',
			route: 'POST /v1/segments',
			unordered: true,
			fields: [
				string('name', 'Name of the segment', {
					bodyPath: 'segment',
					required: true,
					placeholder: 'Newsletter readers',
				}),
				string('description', 'What the segment is for', { bodyPath: 'segment' }),
			],
			output: item('segment'),
		}),
		get: operation({
			name: 'Get',
			action: 'Get segment',
			description: 'Get a segment',
			route: 'GET /v1/segments/{segment_id}',
			fields: [segmentId],
			output: item('segment'),
		}),
		delete: operation({
			name: 'Delete',
			action: 'Delete segment',
			description: 'Delete a manual segment. Its people stay.',
			route: 'DELETE /v1/segments/{segment_id}',
			fields: [segmentId],
			output: deleted,
		}),
		getCustomerCount: operation({
			name: 'Get Person Count',
			action: 'Get person count of segment',
			description: 'Get how many people are in a segment',
			route: 'GET /v1/segments/{segment_id}/customer_count',
			fields: [segmentId],
			output: item(),
		}),
		getMembership: operation({
			name: 'Get Members',
			action: 'Get members of segment',
			description: 'Get the people in a segment',
			route: 'GET /v1/segments/{segment_id}/membership',
			fields: [segmentId],
			output: list('identifiers', { pagination: cursor({ maxSize: 30_000 }) }),
		}),
		getUsedBy: operation({
			name: 'Get Dependencies',
			action: 'Get dependencies of segment',
			description: 'Get the campaigns and newsletters that use a segment',
			route: 'GET /v1/segments/{segment_id}/used_by',
			fields: [segmentId],
			output: item('used_by'),
		}),
	},
};
