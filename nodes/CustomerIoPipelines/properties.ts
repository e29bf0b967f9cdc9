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
			'Whether to send many items in one request, as many as fit into 500 KB. Turned off, each item is a request of its own.',
	},
];
