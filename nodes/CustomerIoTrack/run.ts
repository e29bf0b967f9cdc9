import type { IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';

import { executeCalls } from '../shared/batching/executeCalls';
import { executeItems } from '../shared/execution/executeItems';
import { trackApi } from '../shared/transport/apis';
import { formatOf } from './calls/formatOf';
import { listsOfAppApi } from './methods/listsOfAppApi';
import { resources } from './resources';

export const listSearch = listsOfAppApi(resources);

export async function execute(context: IExecuteFunctions): Promise<INodeExecutionData[][]> {
	const resource = context.getNodeParameter('resource', 0);
	const operation = String(context.getNodeParameter('operation', 0));
	const chosen = resources.find(({ name }) => name === resource)?.operations[operation];
	const format = formatOf(context, chosen);
	return format === undefined
		? await executeItems(context, resources, trackApi)
		: await executeCalls(context, resources, trackApi, format);
}
