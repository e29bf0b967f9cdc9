import type { IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';

import { executeCalls } from '../shared/batching/executeCalls';
import { chosenOperation } from '../shared/execution/chosenOperation';
import { executeItems } from '../shared/execution/executeItems';
import type { Operation } from '../shared/schema/operation';
import { trackApi } from '../shared/transport/apis';
import { formatOf } from './calls/formatOf';
import { listsOfAppApi } from './methods/listsOfAppApi';
import { resources } from './resources';

export const listSearch = listsOfAppApi(resources);

export async function execute(context: IExecuteFunctions): Promise<INodeExecutionData[][]> {
	const format = formatOf(context, operationOf(context));
	return format === undefined
		? await executeItems(context, resources, trackApi)
		: await executeCalls(context, resources, trackApi, format);
}

/** `undefined` if it cannot be read, of which `executeItems` makes an error of each item. */
function operationOf(context: IExecuteFunctions): Operation | undefined {
	try {
		return chosenOperation(context, resources);
	} catch {
		return undefined;
	}
}
