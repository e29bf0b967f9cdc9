import type { Operation } from '../schema/operation';

/** The parts of a call as the editor shows them, for error messages. */
export class CallFieldNames {
	/** @param call the name of a call inside an array, such as "Calls (JSON), call 2" */
	constructor(
		private readonly operation: Operation,
		private readonly call?: string,
	) {}

	/** The field that sets a part of the call, or the whole call where it was entered as JSON. */
	of(part: string): string {
		if (this.call !== undefined) return `${this.call}, ${part}`;
		const { fields } = this.operation;
		const field =
			fields.find(({ name, bodyPath }) => name === part && bodyPath === undefined) ??
			fields.find(({ bodyPath }) => bodyPath?.split('.')[0] === part);
		return field === undefined ? this.whole() : field.displayName;
	}

	/** The field that sets the whole call. */
	whole(): string {
		if (this.call !== undefined) return this.call;
		const field = this.operation.fields.find(({ type, required }) => type === 'json' && required);
		return field === undefined ? 'Additional Body Fields (JSON)' : field.displayName;
	}

	/** The names of a call inside an array. */
	entry(part: string, position: number): CallFieldNames {
		return new CallFieldNames(this.operation, `${this.of(part)}, call ${position + 1}`);
	}
}
