/** A violation of the API spec in a request. */
export interface Problem {
	/** Dotted path with indexes: `body.emails[3]`. */
	at: string;
	message: string;
}

/** `body.emails[3]` as a JSON pointer below `/data`, the format of 422 responses. */
export function pointerOf(problem: Problem): string {
	return (
		'/data' +
		problem.at
			.replace(/^body/, '')
			.replace(/\[(\d+)\]/g, '/$1')
			.replace(/\./g, '/')
	);
}

/** The message for an error body. */
export function describe(problem: Problem): string {
	return `${problem.at}: ${problem.message}`;
}

/** A value as JSON, truncated for a message. */
export function quote(value: unknown): string {
	const text = JSON.stringify(value) ?? 'undefined';
	return text.length > 60 ? `${text.slice(0, 57)}…` : text;
}
