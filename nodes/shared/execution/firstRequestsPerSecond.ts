import type { IExecuteFunctions } from 'n8n-workflow';

/**
 * The rate limit that the first item sets: it decides how many requests may be in flight.
 *
 * Only this option is read, and an expression that fails in it fails that item when its turn comes.
 * An error thrown here would end the node: with On Error = Continue, n8n then passes the input on as
 * if it had been sent.
 *
 * @returns requests per second; undefined if the option is not set
 */
export function firstRequestsPerSecond(context: IExecuteFunctions): number | undefined {
	try {
		const rate = Number(context.getNodeParameter('options.requestsPerSecond', 0, null) ?? NaN);
		return Number.isFinite(rate) ? rate : undefined;
	} catch {
		return undefined;
	}
}
