/** A refusal with the text that Customer.io's error body carries. */
export class ApiError extends Error {
	readonly status: number;
	/** JSON pointer into the body, where the shape of the answer has room for it. */
	readonly pointer: string | undefined;
	/** Sent with the answer, such as `Retry-After`. */
	headers: Record<string, string> = {};

	constructor(status: number, detail: string, pointer?: string) {
		super(detail);
		this.status = status;
		this.pointer = pointer;
	}
}

/** Refuses with 404: `no segment 12`. */
export function notFound(what: string): ApiError {
	return new ApiError(404, what);
}

/**
 * The body of an App API error.
 * @param shape `meta` for `/v1/send/*` and the updates that say so in the ledger, else `errors`.
 */
export function errorBody(shape: 'errors' | 'meta', error: ApiError): unknown {
	if (shape === 'meta') return { meta: { error: error.message } };
	const entry: Record<string, unknown> = { detail: error.message, status: String(error.status) };
	if (error.pointer !== undefined && error.status === 422)
		entry.source = { pointer: error.pointer };
	return { errors: [entry] };
}
