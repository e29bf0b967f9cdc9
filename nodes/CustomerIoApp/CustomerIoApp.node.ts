import {
	NodeConnectionTypes,
	type IExecuteFunctions,
	type INodeExecutionData,
	type INodeType,
	type INodeTypeDescription,
} from 'n8n-workflow';

import { listSearches } from '../shared/methods/listSearch';
import { optionLists } from '../shared/methods/loadOptions';
import { executeItems } from '../shared/execution/executeItems';
import { appApi } from '../shared/transport/apis';
import { properties } from './properties';
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
		properties,
	};

	methods = {
		listSearch: listSearches(resources, appApi),
		loadOptions: optionLists(resources, appApi),
	};

	async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
		return await executeItems(this, resources, appApi);
	}
}
