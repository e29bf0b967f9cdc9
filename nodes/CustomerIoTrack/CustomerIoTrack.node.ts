import {
	NodeConnectionTypes,
	type IExecuteFunctions,
	type INodeExecutionData,
	type INodeType,
	type INodeTypeDescription,
} from 'n8n-workflow';

import { deferred } from '../shared/methods/deferred';
import { listSearchNames, properties } from './properties';

/** What runs is loaded with the first run: n8n, which loads the node whenever it starts, only describes it. */
const run = async () => await import('./run.js');

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
			{ name: 'customerIoTrackApi', required: true, displayName: 'Track API Credential' },
			// For the lists of segments and object types, and to check segments.
			{ name: 'customerIoAppApi', required: false, displayName: 'App API Credential (Optional)' },
		],
		properties,
	};

	methods = { listSearch: deferred(listSearchNames, async () => (await run()).listSearch) };

	async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
		const { execute } = await run();
		return await execute(this);
	}
}
