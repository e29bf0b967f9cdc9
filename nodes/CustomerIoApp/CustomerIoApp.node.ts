import {
	NodeConnectionTypes,
	type IExecuteFunctions,
	type INodeExecutionData,
	type INodeType,
	type INodeTypeDescription,
} from 'n8n-workflow';

import { describeResources } from '../matrix/describe';
import { listSearches } from '../matrix/listSearch';
import { optionLists } from '../matrix/optionLists';
import { executeItems } from '../matrix/runItems';
import { appApi } from '../transport/service';
import { resources } from './resources';

export class CustomerIoApp implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'Customer.io App',
		name: 'customerIoApp',
		icon: {
			light: 'file:../../icons/customerio.svg',
			dark: 'file:../../icons/customerio.dark.svg',
		},
		group: ['transform'],
		version: 1,
		subtitle: '={{ $parameter["operation"] + ": " + $parameter["resource"] }}',
		description:
			'Send messages, and work with people, segments, campaigns and reports in Customer.io',
		defaults: { name: 'Customer.io App' },
		usableAsTool: true,
		inputs: [NodeConnectionTypes.Main],
		outputs: [NodeConnectionTypes.Main],
		credentials: [{ name: 'customerIoAppApi', required: true }],
		properties: describeResources(resources),
	};

	methods = {
		listSearch: listSearches(resources, appApi),
		loadOptions: optionLists(resources, appApi),
	};

	async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
		return await executeItems(this, resources, appApi);
	}
}
