/** Something in a request that the ledger does not allow. */
export interface Problem {
	/** Dotted path with indexes, for people: `body.emails[3]`. */
	at: string;
	message: string;
}

/** `body.emails[3]` as a JSON pointer below `/data`, the form that 422 answers carry. */
export function pointerOf(problem: Problem): string {
	return (
		'/data' +
		problem.at
			.replace(/^body/, '')
			.replace(/\[(\d+)\]/g, '/$1')
			.replace(/\./g, '/')
	);
}

/** The sentence for an error body. */
export function describe(problem: Problem): string {
	return `${problem.at}: ${problem.message}`;
}

/** A short quotation of a value for a message. */
export function quote(value: unknown): string {
	const text = JSON.stringify(value) ?? 'undefined';
	return text.length > 60 ? `${text.slice(0, 57)}…` : text;
}
