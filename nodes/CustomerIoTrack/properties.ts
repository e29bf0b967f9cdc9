import type { INodeProperties } from 'n8n-workflow';

import { describeResources } from '../shared/description/describeNode';
import { resources } from './resources';
import { listSearch } from './run';

// Evaluated by the build, which writes the results in place of this module.
export const listSearchNames = Object.keys(listSearch);
export const properties: INodeProperties[] = [
	...describeResources(resources),
	{
		displayName: 'Batch Requests',
		name: 'batchRequests',
		type: 'boolean',
		default: true,
		noDataExpression: true,
		displayOptions: {
			show: {
				resource: ['call', 'device', 'event', 'object', 'person', 'relationship', 'segment'],
			},
			hide: { operation: ['trackAnonymous'] },
		},
		description:
			'Whether to send items in batches. When off, each item is sent in its own request.',
	},
];
