import type { IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';

import { executeCalls } from '../shared/batching/executeCalls';
import { pipelinesApi } from '../shared/transport/apis';
import { pipelinesFormat } from './calls/batchFormat';
import { resources } from './resources';

export async function execute(context: IExecuteFunctions): Promise<INodeExecutionData[][]> {
	return await executeCalls(context, resources, pipelinesApi, pipelinesFormat);
}
