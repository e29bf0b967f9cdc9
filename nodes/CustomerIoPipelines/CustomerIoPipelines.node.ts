import {
	NodeConnectionTypes,
	type IExecuteFunctions,
	type INodeExecutionData,
	type INodeType,
	type INodeTypeDescription,
} from 'n8n-workflow';

import { executeCalls } from '../shared/batching/executeCalls';
import { describeResources } from '../shared/description/describeNode';
import { pipelinesApi } from '../shared/transport/apis';
import { pipelinesFormat } from './calls/batchFormat';
import { resources } from './resources';

export class CustomerIoPipelines implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'Customer.io Pipelines',
		name: 'customerIoPipelines',
		icon: {
			light: 'file:../../icons/customerio.svg',
			dark: 'file:../../icons/customerio.dark.svg',
		},
		group: ['transform'],
		version: 1,
		subtitle: '={{ $parameter["operation"] + ": " + $parameter["resource"] }}',
		description: 'Write people, events, objects and devices to Customer.io, in batches',
		defaults: { name: 'Customer.io Pipelines' },
		usableAsTool: true,
		inputs: [NodeConnectionTypes.Main],
		outputs: [NodeConnectionTypes.Main],
		credentials: [{ name: 'customerIoPipelinesApi', required: true }],
		properties: [
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
		],
	};

	async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
		return await executeCalls(this, resources, pipelinesApi, pipelinesFormat);
	}
}
