import {
	boolean,
	resourceLocator,
	options,
	objectList,
	string,
} from '../../shared/schema/fieldBuilders';
import { done } from '../../shared/schema/output';
import { operation, type Resource } from '../../shared/schema/operation';
import { objectType } from '../../shared/catalog/contentLocators';

const MAX_ENTRIES = 100;
const MAX_DESCRIPTION_CHARACTERS = 255;

const description = string(
	'description',
	'What it means, in at most 255 characters. Empty, with nothing else to change, clears it.',
	{ maxLength: MAX_DESCRIPTION_CHARACTERS, topLevel: true, clearsAlone: true },
);

/** @see https://docs.customer.io/integrations/api/app/#tag/data-index */
export const dataIndex: Resource = {
	name: 'dataIndex',
	displayName: 'Data Index',
	description: 'What the attributes and events of the workspace mean',
	operations: {
		updateAttributes: operation({
			name: 'Update Attributes',
			action: 'Update attributes in data index',
			description: 'Describe up to 100 attributes, or mark them as sensitive',
			route: 'POST /v1/data_index/attributes',
			idempotent: true,
			fields: [
				objectList(
					'attributes',
					'Attribute',
					'Attributes to describe. At most 100.',
					[
						string('name', 'Name of the attribute', { required: true, placeholder: 'plan' }),
						description,
						options(
							'privacy_level',
							'Whether the attribute is sensitive; only in Premium plans',
							[
								{ name: 'Normal', value: '0' },
								{ name: 'Sensitive', value: '1' },
							],
							{ asNumber: true },
						),
						string('event_name', 'Event to which the attribute belongs'),
						boolean('is_relationship', 'Whether the attribute belongs to relationships', {
							default: true,
						}),
						resourceLocator(
							'object_type_id',
							objectType,
							'Type of objects to which the attribute belongs',
						),
					],
					{ maxItems: MAX_ENTRIES },
				),
			],
			output: done,
		}),
		updateEvents: operation({
			name: 'Update Events',
			action: 'Update events in data index',
			description: 'Describe up to 100 events',
			route: 'POST /v1/data_index/events',
			idempotent: true,
			fields: [
				objectList(
					'events',
					'Event',
					'Events to describe. At most 100.',
					[
						string('name', 'Name of the event', { required: true, placeholder: 'purchase' }),
						description,
					],
					{ maxItems: MAX_ENTRIES },
				),
			],
			output: done,
		}),
	},
};
