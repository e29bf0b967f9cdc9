import type { INodeProperties } from 'n8n-workflow';

import { triggerEventOptions } from '../shared/catalog/webhookEvents';
import { describeLocators } from '../shared/fieldTypes/resourceLocator';
import { sortedByName } from '../shared/utils/casing';
import { sampleOptions } from './event/samples';
import { loadOptions } from './run';
import { MAX_TOLERANCE_MINUTES } from './settings';
import { sources } from './sources';

const filters: INodeProperties[] = [
	...sources.map(describeLocators),
	{
		displayName: 'Action IDs',
		name: 'actions',
		type: 'string',
		default: '',
		placeholder: 'e.g. 96, 97',
		description: 'Steps of a campaign or broadcast. Separate several with commas.',
	},
	{
		displayName: 'Payload Values',
		name: 'payload',
		type: 'fixedCollection',
		typeOptions: { multipleValues: true },
		default: {},
		placeholder: 'Add Value',
		description: 'Values that the event must have, such as the email of a person. All must fit.',
		options: [
			{
				displayName: 'Value',
				name: 'conditions',
				values: [
					{
						displayName: 'Field',
						name: 'field',
						type: 'string',
						default: '',
						placeholder: 'e.g. person_email',
						description:
							'Key of the item that comes out of this node, or a path in the event as Customer.io sends it, such as data.identifiers.email',
					},
					{
						displayName: 'Value',
						name: 'value',
						type: 'string',
						default: '',
						placeholder: 'e.g. ada@example.com',
						description: 'What the field must be, with the same upper and lower case',
					},
				],
			},
		],
	},
	{
		displayName: 'Recipient Domains',
		name: 'recipientDomains',
		type: 'string',
		default: '',
		placeholder: 'e.g. example.com, example.org',
		description: 'Domains of the email address. Separate several with commas.',
	},
	{
		displayName: 'Ignore Machine Opens and Clicks',
		name: 'skipMachines',
		type: 'boolean',
		default: true,
		description:
			'Whether to ignore opens by prefetching mail clients and clicks by link scanners, as far as Customer.io recognizes them',
	},
];

const options: INodeProperties[] = [
	{
		displayName: 'Every Open and Click',
		name: 'fullResolution',
		type: 'boolean',
		default: true,
		displayOptions: { show: { '/registration': ['automatic'] } },
		description: 'Whether to get every open and click instead of only the first of each message',
	},
	{
		displayName: 'Ignore Duplicate Events',
		name: 'skipRepeats',
		type: 'boolean',
		default: true,
		description:
			'Whether to ignore events that were already received. On by default. Customer.io sends an event again if it gets no response in time. After a restart, or 10,000 other events, a duplicate may still start the workflow.',
	},
	{
		displayName: 'Include Content',
		name: 'withContent',
		type: 'boolean',
		default: true,
		displayOptions: { show: { '/registration': ['automatic'] } },
		description: 'Whether to include the content of messages in their "sent" events',
	},
	{
		displayName: 'Raw Output',
		name: 'rawOutput',
		type: 'boolean',
		default: true,
		description: 'Whether to return the event as Customer.io sends it instead of as a flat item',
	},
	{
		displayName: 'Sample Event',
		name: 'sampleEvent',
		type: 'options',
		noDataExpression: true,
		options: [...sampleOptions],
		default: 'chosen',
		description:
			'Event that is sent to this trigger as soon as you test it, so that you need not wait for a real one',
	},
	{
		displayName: 'Signature Tolerance (Minutes)',
		name: 'toleranceMinutes',
		type: 'number',
		typeOptions: { minValue: 0, maxValue: MAX_TOLERANCE_MINUTES },
		default: 5,
		description:
			'How old a signed request may be. With 0, requests of any age are accepted, also recorded ones that somebody sends again. Choose that if events which Customer.io repeats after an outage are still answered with 401.',
	},
];

// Evaluated by the build, which writes the results in place of this module.
export const loadOptionsNames = Object.keys(loadOptions);
export const properties: INodeProperties[] = [
	{
		displayName: 'Events',
		name: 'events',
		type: 'multiOptions',
		required: true,
		options: [...triggerEventOptions],
		default: [],
		description: 'Events that start the workflow',
		hint: 'To test without waiting for a real event, add Options > Sample Event',
	},
	{
		displayName: 'Registration',
		name: 'registration',
		type: 'options',
		noDataExpression: true,
		options: [
			{
				name: 'Automatic',
				value: 'automatic',
				description:
					'The node adds the webhook in Customer.io, and deletes it when the workflow is no longer active',
			},
			{
				name: 'Manual',
				value: 'manual',
				description:
					'You add the webhook in Customer.io, because the App API key may not manage reporting webhooks',
			},
		],
		default: 'automatic',
		description: 'How the webhook is registered in Customer.io',
	},
	{
		displayName:
			'In Customer.io, open Integrations > Reporting Webhooks, add a webhook, paste the production URL from "Webhook URLs" above, and choose the same events as here. The test URL works only while n8n listens for a test event. Delete the webhook there when you no longer use this workflow: events that nobody answers are sent again for seven days.',
		name: 'manualNotice',
		type: 'notice',
		default: '',
		displayOptions: { show: { registration: ['manual'] } },
	},
	{
		displayName: 'Require Signature',
		name: 'requireSignature',
		type: 'boolean',
		default: false,
		description:
			'Whether the workflow works only with a Webhook Signing Key in the credential. Without one it cannot be activated, and no event starts it.',
	},
	{
		displayName:
			'If your credential has a Webhook Signing Key, only events that Customer.io has signed start this workflow. If it has none, anyone who knows the URL can start it, and items say "verified: false". Turn on Require Signature to rule that out.',
		name: 'signatureNotice',
		type: 'notice',
		default: '',
		displayOptions: { show: { requireSignature: [false] } },
	},
	{
		displayName: 'Filters',
		name: 'filters',
		type: 'collection',
		placeholder: 'Add Filter',
		default: {},
		description:
			'Only events that pass all filters start the workflow. Of several senders (broadcasts, campaigns, newsletters, transactional messages) any may fit.',
		options: sortedByName(filters),
	},
	{
		displayName: 'Options',
		name: 'options',
		type: 'collection',
		placeholder: 'Add Option',
		default: {},
		options,
	},
];
