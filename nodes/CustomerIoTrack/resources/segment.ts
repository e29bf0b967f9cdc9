import { segment as segments } from '../../shared/catalog/messagingLocators';
import { byCioId, byEmail, byId } from '../../shared/catalog/identifierModes';
import { identifier, resourceLocator } from '../../shared/schema/fieldBuilders';
import { operation, type Resource } from '../../shared/schema/operation';
import { done } from '../../shared/schema/output';
import { includeInputFields } from '../fields/entity';
import { checkMembership, longestWait } from '../fields/segment';

const fields = [
	resourceLocator('segment_id', segments, 'The segment, which must be a manual one'),
	identifier(
		'ids',
		'The person. Customer.io skips people that it does not know, without an error.',
		[byEmail, byId, byCioId],
		{
			displayName: 'Person',
			parameter: 'person',
			required: true,
			typeParameter: { name: 'id_type', default: 'id' },
		},
	),
] as const;

/** Items that name the same segment are sent together. */
const common = {
	fields,
	options: [includeInputFields, checkMembership, longestWait],
	output: done,
};

/** @see https://docs.customer.io/integrations/api/track/#tag/Segments */
export const segment: Resource = {
	name: 'segment',
	displayName: 'Segment',
	description: 'Manual segments: groups of people that are made by hand',
	operations: {
		addCustomers: operation({
			name: 'Add People',
			action: 'Add people to segment',
			description:
				'Add people to a manual segment, up to 1,000 items in one request. Customer.io does it after its response, and skips people that it does not know: Options > Check Membership finds them.',
			route: 'POST /api/v1/segments/{segment_id}/add_customers',
			...common,
		}),
		removeCustomers: operation({
			name: 'Remove People',
			action: 'Remove people from segment',
			description:
				'Remove people from a manual segment, up to 1,000 items in one request. Customer.io does it after its response, and skips people that it does not know.',
			route: 'POST /api/v1/segments/{segment_id}/remove_customers',
			...common,
		}),
	},
};
