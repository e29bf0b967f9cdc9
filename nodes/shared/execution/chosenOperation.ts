import { NodeOperationError, type IExecuteFunctions } from 'n8n-workflow';

import type { Operation, Resource } from '../schema/operation';

/**
 * The operation that the user chose in the node.
 *
 * @throws NodeOperationError if the node does not have it
 */
export function chosenOperation(
	context: IExecuteFunctions,
	resources: readonly Resource[],
): Operation {
	const resourceName = context.getNodeParameter('resource', 0) as string;
	const operationName = context.getNodeParameter('operation', 0) as string;
	const resource = resources.find(({ name }) => name === resourceName);
	const operation = resource?.operations[operationName];
	if (operation === undefined) {
		throw new NodeOperationError(
			context.getNode(),
			`The operation "${operationName}" of the resource "${resourceName}" does not exist`,
			{ description: 'Open the node and choose an operation from the list.' },
		);
	}
	return operation;
}
