import type { NodeExecutionHint } from 'n8n-workflow';

import type { Call, CallWarning } from './batchFormat';

/** Customer.io's maximum for the attributes of a person. */
const MAX_ATTRIBUTES = 300;

/** Up to this length, IDs of messages are known to be recognised. */
const KNOWN_ID_LENGTH = 100;

/**
 * What is unusual about the attributes of a call and about its ID.
 *
 * @param id the message or event ID that the user entered
 */
export function warningsOf(
	attributes: { readonly [name: string]: unknown } | undefined,
	id: string | undefined,
): CallWarning[] {
	const warnings: CallWarning[] = [];
	if (attributes !== undefined && Object.keys(attributes).length > MAX_ATTRIBUTES) {
		warnings.push('manyAttributes');
	}
	if (id !== undefined && id.length > KNOWN_ID_LENGTH) warnings.push('longId');
	return warnings;
}

/** Collects what the user should know about the calls of an execution: one hint of each kind. */
export class CallHints {
	private readonly counts = new Map<CallWarning | 'repeatedId', number>();
	private readonly enteredIds = new Set<string>();

	/** @param idName what the editor calls the ID by which Customer.io recognises a call */
	constructor(private readonly idName: string) {}

	/** @returns whether a call has the ID of an earlier one, so that Customer.io drops it */
	add(calls: readonly Call[]): boolean {
		let isRepeated = false;
		for (const { warnings, enteredId } of calls) {
			for (const warning of warnings) this.count(warning);
			if (enteredId === undefined) continue;
			if (this.enteredIds.has(enteredId)) {
				this.count('repeatedId');
				isRepeated = true;
			}
			this.enteredIds.add(enteredId);
		}
		return isRepeated;
	}

	hints(): NodeExecutionHint[] {
		return [...this.counts].map(([kind, count]) => ({
			message: this.message(kind, count === 1 ? '1 call' : `${count} calls`, count === 1),
			type: 'warning',
			location: 'outputPane',
		}));
	}

	private count(kind: CallWarning | 'repeatedId'): void {
		this.counts.set(kind, (this.counts.get(kind) ?? 0) + 1);
	}

	private message(kind: CallWarning | 'repeatedId', calls: string, isOne: boolean): string {
		const have = `${calls} ${isOne ? 'has' : 'have'}`;
		switch (kind) {
			case 'idAmongAttributes':
				return `${have} "id" or "cio_id" among the attributes. Customer.io does not say whether it ignores them or changes who the person is: exclude them, or identify the person by them.`;
			case 'longId':
				return `${have} a ${this.idName} of more than ${KNOWN_ID_LENGTH} characters. Customer.io does not say whether it recognises a duplicate by it.`;
			case 'manyAttributes':
				return `${have} more than ${MAX_ATTRIBUTES} attributes, which is the maximum for a person: Customer.io may drop some of them.`;
			case 'notStrict':
				return 'Strict mode is off: Customer.io reports success even when it drops a call (wrong key, missing ID, too large). "success" only means that the call was sent.';
			case 'reservedKeys':
				return `${have} keys that mean something to Customer.io (recipient, from_address, reply_to, or names of objects and relationships). It does not say what it does with them here.`;
			case 'repeatedId':
				return `${have} the same ${this.idName} as an earlier call. Customer.io keeps one call for each ${this.idName} and drops the others: let an expression make it differ from item to item, or leave it out. Those items have "duplicate": true.`;
		}
	}
}
