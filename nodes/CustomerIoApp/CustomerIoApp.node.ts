import {
	NodeConnectionTypes,
	type IExecuteFunctions,
	type INodeExecutionData,
	type INodeType,
	type INodeTypeDescription,
} from 'n8n-workflow';

import { deferred } from '../shared/methods/deferred';
import { listSearchNames, loadOptionsNames, properties } from './properties';

/** What runs is loaded with the first run: n8n, which loads the node whenever it starts, only describes it. */
const run = async () => await import('./run.js');

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
		listSearch: deferred(listSearchNames, async () => (await run()).listSearch),
		loadOptions: deferred(loadOptionsNames, async () => (await run()).loadOptions),
	};

	async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
		const { execute } = await run();
		return await execute(this);
	}
}
