import type { NodeExecutionHint } from 'n8n-workflow';

import type { HintCollector } from '../../shared/batching/batchFormat';
import type { PipelinesCall } from './prepareCalls';

const NOT_STRICT_HINT: NodeExecutionHint = {
	message:
		'Strict mode is off: Customer.io answers that all is well even if it drops a call, because of a wrong key, a missing ID or its size. "success" says only that the call was sent.',
	type: 'warning',
	location: 'outputPane',
};

function repeatedIdsHint(count: number): NodeExecutionHint {
	const have = count === 1 ? '1 call has' : `${count} calls have`;
	return {
		message: `${have} the same Message ID as the call before. Customer.io keeps one call for each Message ID and drops the others: let an expression make it differ from item to item, or leave it out.`,
		type: 'warning',
		location: 'outputPane',
	};
}

/** Warns about calls that Customer.io may drop. */
export function collectPipelinesHints(): HintCollector<PipelinesCall> {
	let isStrict = true;
	let lastId: string | undefined;
	let repeatedIds = 0;
	return {
		add: ({ strict, messageId }) => {
			isStrict &&= strict;
			// It compares neighbours only: usually an ID was entered in place of an expression.
			if (messageId === lastId) repeatedIds += 1;
			lastId = messageId;
		},
		hints: () => [
			...(isStrict ? [] : [NOT_STRICT_HINT]),
			...(repeatedIds === 0 ? [] : [repeatedIdsHint(repeatedIds)]),
		],
	};
}
