import {
	NodeConnectionTypes,
	type IExecuteFunctions,
	type INodeExecutionData,
	type INodeType,
	type INodeTypeDescription,
} from 'n8n-workflow';

import { describeResources } from '../matrix/describe';
import { runItems } from '../matrix/runItems';
import { pipelinesApi } from '../transport/service';
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
		properties: describeResources(resources),
	};

	async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
		return await runItems(this, resources, pipelinesApi);
	}
}
