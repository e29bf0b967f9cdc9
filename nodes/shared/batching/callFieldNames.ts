import type { Operation } from '../schema/operation';
import { bodyPathOf } from '../schema/placement';

/** Every call asks for the name, and few need it. */
const wholeNames = new WeakMap<Operation, string>();

/** The parts of a call as the editor shows them, for error messages. */
export class CallFieldNames {
	/** @param call the name of a call inside an array, such as "Calls (JSON), call 2" */
	constructor(
		private readonly operation: Operation,
		private readonly call?: string,
	) {}

	/**
	 * The field that sets a part of the call, or the whole call with the path in it where that was
	 * entered as JSON.
	 *
	 * @param path such as `userId` or `traits.email`
	 */
	of(path: string): string {
		if (this.call !== undefined) return `${this.call}, ${path}`;
		const [part = ''] = path.split('.');
		const { fields } = this.operation;
		const field =
			fields.find((candidate) => bodyPathOf(candidate) === path) ??
			fields.find(({ name, bodyPath }) => name === part && bodyPath === undefined) ??
			fields.find(({ bodyPath }) => bodyPath?.split('.')[0] === part);
		return field === undefined ? `${this.whole()} > ${path}` : field.displayName;
	}

	/** The field that sets the whole call. */
	whole(): string {
		if (this.call !== undefined) return this.call;
		let name = wholeNames.get(this.operation);
		if (name === undefined) {
			name = this.findWhole();
			wholeNames.set(this.operation, name);
		}
		return name;
	}

	private findWhole(): string {
		const field = this.operation.fields.find(({ type, required }) => type === 'json' && required);
		return field === undefined ? 'Additional Body Fields (JSON)' : field.displayName;
	}

	/** The names of a call inside an array. */
	entry(part: string, position: number): CallFieldNames {
		return new CallFieldNames(this.operation, `${this.of(part)}, call ${position + 1}`);
	}
}
