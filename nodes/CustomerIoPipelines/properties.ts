import type { INodeProperties } from 'n8n-workflow';

import { describeResources } from '../shared/description/describeNode';
import { resources } from './resources';

// Evaluated by the build, which writes the result in place of this module.
export const properties: INodeProperties[] = [
	...describeResources(resources),
	{
		displayName: 'Batch Requests',
		name: 'batchRequests',
		type: 'boolean',
		default: true,
		noDataExpression: true,
		description:
			'Whether to send items in batches of up to 500 KB. When off, each item is sent in its own request.',
	},
];
