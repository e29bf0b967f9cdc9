import {
	NodeApiError,
	NodeOperationError,
	type INode,
	type INodeExecutionData,
} from 'n8n-workflow';

/** Any error as one that n8n shows with its description and, if it is an item's, with the item's number. */
export function toNodeError(
	node: INode,
	error: unknown,
	itemIndex?: number,
): NodeApiError | NodeOperationError {
	if (error instanceof NodeApiError || error instanceof NodeOperationError) {
		error.context.itemIndex ??= itemIndex;
		return error;
	}
	const cause = error instanceof Error ? error : new Error(String(error));
	const description: unknown = 'description' in cause ? cause.description : undefined;
	const nodeError = new NodeOperationError(node, cause, {
		...(itemIndex === undefined ? {} : { itemIndex }),
		...(typeof description === 'string' ? { description } : {}),
	});
	if ('mayHaveSucceeded' in cause && cause.mayHaveSucceeded === true) {
		nodeError.context.mayHaveSucceeded = true;
	}
	return nodeError;
}

/** An error of what follows a request that was carried out, such as reading its result. */
export function afterSuccess(error: unknown): unknown {
	if (!(error instanceof NodeApiError)) return error;
	error.message = `${error.message}, after the item was carried out`;
	error.description = `Only its result could not be read: do not run this item again. ${error.description ?? ''}`;
	error.context.mayHaveSucceeded = true;
	return error;
}

/** The output of an item that failed when the workflow goes on. */
export function errorItem(
	error: NodeApiError | NodeOperationError,
	itemIndex: number,
): INodeExecutionData {
	return { json: { error: error.message }, pairedItem: { item: itemIndex } };
}

/**
 * Adds to an error that ends the node what became of the other items.
 *
 * @param perhaps how many other items may have been carried out
 */
export function withProgress(
	error: NodeApiError | NodeOperationError,
	itemIndex: number,
	done: number,
	perhaps: number,
	total: number,
): NodeApiError | NodeOperationError {
	if (total > 1) {
		const carriedOut = `${done} ${done === 1 ? 'was' : 'were'} carried out`;
		const more = perhaps === 0 ? '' : `, and ${perhaps} more may have been`;
		// What was not sent is not sent again.
		const isAnySent = done + perhaps > 0 || error.context.mayHaveSucceeded === true;
		const advice = isAnySent
			? 'A second run of the node sends those again: set On Error to Continue to keep their results.'
			: 'Set On Error to Continue to go on with the others.';
		const progress = `Item ${itemIndex + 1} of ${total} failed; ${carriedOut}${more}. ${advice}`;
		error.description =
			typeof error.description === 'string' && error.description !== ''
				? `${error.description}\n${progress}`
				: progress;
	}
	return error;
}
