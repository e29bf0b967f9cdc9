import {
	NodeConnectionTypes,
	type IExecuteFunctions,
	type INodeExecutionData,
	type INodeType,
	type INodeTypeDescription,
} from 'n8n-workflow';

import { executeCalls } from '../shared/batching/executeCalls';
import { executeItems } from '../shared/execution/executeItems';
import { trackApi } from '../shared/transport/apis';
import { formatOf } from './calls/formatOf';
import { listsOfAppApi } from './methods/listsOfAppApi';
import { properties } from './properties';
import { resources } from './resources';

export class CustomerIoTrack implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'Customer.io Track',
		name: 'customerIoTrack',
		icon: {
			light: 'file:../../icons/customerio.svg',
			dark: 'file:../../icons/customerio.dark.svg',
		},
		group: ['transform'],
		version: 1,
		subtitle: '={{ $parameter["operation"] + ": " + $parameter["resource"] }}',
		description:
			'Add people to segments, merge people, submit forms, and write people, events and objects to Customer.io',
		defaults: { name: 'Customer.io Track' },
		usableAsTool: true,
		inputs: [NodeConnectionTypes.Main],
		outputs: [NodeConnectionTypes.Main],
		credentials: [
			{ name: 'customerIoTrackApi', required: true },
			// Only for the lists from which segments and object types are chosen.
			{ name: 'customerIoAppApi', required: false },
		],
		properties,
	};

	methods = { listSearch: listsOfAppApi(resources) };

	async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
		const resource = this.getNodeParameter('resource', 0);
		const operation = String(this.getNodeParameter('operation', 0));
		const format = formatOf(resources.find(({ name }) => name === resource)?.operations[operation]);
		return format === undefined
			? await executeItems(this, resources, trackApi)
			: await executeCalls(this, resources, trackApi, format);
	}
}
