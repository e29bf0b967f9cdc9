import type { IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';

import { executeItems } from '../shared/execution/executeItems';
import { listSearches } from '../shared/methods/listSearch';
import { optionLists } from '../shared/methods/loadOptions';
import { appApi } from '../shared/transport/apis';
import { resources } from './resources';

export const listSearch = listSearches(resources, appApi);
export const loadOptions = optionLists(resources, appApi);

export async function execute(context: IExecuteFunctions): Promise<INodeExecutionData[][]> {
	return await executeItems(context, resources, appApi);
}
