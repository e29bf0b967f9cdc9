import type { BatchFormat } from '../../shared/batching/batchFormat';
import { prepareItem, singleBody, type PipelinesCall } from './prepareCalls';

/**
 * How the Pipelines API takes calls.
 *
 * @see https://docs.customer.io/integrations/api/cdp/#tag/Batch
 */
export const pipelinesFormat: BatchFormat<PipelinesCall> = {
	layout: {
		opening: '{"batch":[',
		closing: ']}',
		// Customer.io documents "500KB": 500,000 is right whether a KB is 1000 or 1024 bytes. A larger
		// batch is dropped silently, or rejected in strict mode.
		maxBytes: 500_000,
	},
	batchPath: () => '/v1/batch',
	singlePath: ({ type }) => `/v1/${type}`,
	singleBody,
	headers: ({ strict }) => (strict ? { 'X-Strict-Mode': '1' } : {}),
	canBatch: (a, b) => a.strict === b.strict,
	// Customer.io keeps one call for each `messageId`.
	isIdempotent: () => true,
	overwrites: ({ overwrites }) => overwrites,
	prepareItem,
	idName: 'Message ID',
};
