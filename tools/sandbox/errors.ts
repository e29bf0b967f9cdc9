/** An error response; the message is the text in Customer.io's error body. */
export class ApiError extends Error {
	readonly status: number;
	/** JSON pointer into the request body, for error bodies that include one. */
	readonly pointer: string | undefined;
	/** The stable name that some errors of the App API have. */
	code: string | undefined;
	/** Response headers, such as `Retry-After`. */
	headers: Record<string, string> = {};

	constructor(status: number, detail: string, pointer?: string) {
		super(detail);
		this.status = status;
		this.pointer = pointer;
	}
}

/** A 404 error, e.g. `no segment 12`. */
export function notFound(what: string): ApiError {
	return new ApiError(404, what);
}

/**
 * The body of an App API error.
 * @param shape `meta` for `/v1/send/*` and the updates that the spec notes, otherwise `errors`.
 */
export function errorBody(shape: 'errors' | 'meta', error: ApiError): unknown {
	if (shape === 'meta') return { meta: { error: error.message } };
	const entry: Record<string, unknown> = { detail: error.message, status: String(error.status) };
	if (error.code !== undefined) entry.code = error.code;
	if (error.pointer !== undefined && error.status === 422)
		entry.source = { pointer: error.pointer };
	return { errors: [entry] };
}
