import { NodeApiError, NodeOperationError, UserError, type INode } from 'n8n-workflow';

/**
 * A value that the user entered cannot be sent. Thrown before any request of the item is made.
 *
 * The message names the field as the editor shows it and says what is wrong; the description says
 * how to fix it.
 */
export class InputError extends UserError {
	override description: string;

	constructor(
		fieldName: string,
		private readonly problem: string,
		howToFix: string,
	) {
		super(`${fieldName}: ${problem}`);
		this.description = howToFix;
	}

	/** The same problem of a field that the editor shows under another name. */
	renamed(fieldName: string): InputError {
		return new InputError(fieldName, this.problem, this.description);
	}
}

/**
 * Converts any error to one that n8n shows with its description and, if it belongs to an item, with
 * the item's number.
 */
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
	// Of an error that Customer.io gave for this item alone; a `code` without a status is the system's.
	if ('httpCode' in cause && typeof cause.httpCode === 'string') {
		nodeError.context.httpCode = cause.httpCode;
		if ('code' in cause && typeof cause.code === 'string') nodeError.context.code = cause.code;
	}
	return nodeError;
}

/**
 * Says in the error of a step after a successful request, which may be a cancellation, that the request must not be sent
 * again.
 */
export function afterSuccess(error: unknown): unknown {
	if (!(error instanceof NodeApiError || error instanceof NodeOperationError)) return error;
	error.message = `${error.message}, after the item succeeded`;
	error.description = `Only its result could not be read: do not run this item again. ${error.description ?? ''}`;
	error.context.mayHaveSucceeded = true;
	return error;
}
