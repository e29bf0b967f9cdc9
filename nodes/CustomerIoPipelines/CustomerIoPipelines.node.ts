import {
	NodeConnectionTypes,
	type IExecuteFunctions,
	type INodeExecutionData,
	type INodeType,
	type INodeTypeDescription,
} from 'n8n-workflow';

import { properties } from './properties';

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
		properties,
	};

	async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
		// Loaded with the first run: n8n, which loads the node whenever it starts, only describes it.
		const { execute } = await import('./run.js');
		return await execute(this);
	}
}
