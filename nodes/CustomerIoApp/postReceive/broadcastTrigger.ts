import { UserError } from 'n8n-workflow';

import { pathAndQuery } from '../../shared/utils/url';
import { paginate, type PageQuery } from '../../shared/response/pagination';
import { cursor } from '../../shared/schema/output';
import type { PostReceive } from '../../shared/schema/postReceive';
import { asText, valueAt, type Json } from '../../shared/utils/json';

/** Fields that make Customer.io leave people out instead of failing the whole trigger. */
const IGNORE_FLAGS = ['id_ignore_missing', 'email_ignore_missing'];

const MAX_SHOWN_ERRORS = 5;

/**
 * The started or finished trigger of a broadcast.
 *
 * An error, such as an unknown person, fails the trigger, and nobody gets the broadcast. Where the user
 * chose to leave people out, the errors are part of the result.
 *
 * @see https://docs.customer.io/journeys/api-triggered-errors
 * @throws UserError if the trigger failed
 */
export const triggerResult: PostReceive = async ({ request, items, job, get }) => {
	const [response = {}] = items;
	// Customer.io responds with `id` alone, which does not say whose ID it is.
	const trigger = { ...request.ids, trigger_id: response.id ?? null, ...response };
	if (job === undefined) return [{ json: trigger }];

	const target = `${request.path}/${String(response.id)}/errors`;
	const getPage = async (query: PageQuery) => {
		const body = await get(pathAndQuery(target, query));
		const entries = valueAt(body, 'errors');
		return {
			body,
			entries: Array.isArray(entries) ? (entries as Json[]) : entries === null ? [] : undefined,
		};
	};
	const errors: Json[] = [];
	for await (const { entries } of paginate(getPage, cursor(), { all: true })) {
		errors.push(...entries);
	}
	const mayHaveBeenSent = IGNORE_FLAGS.some((flag) => valueAt(request.body, flag) === true);
	if (errors.length > 0 && !mayHaveBeenSent) throw failedTrigger(errors);
	return [{ json: { ...trigger, ...job, errors } }];
};

function failedTrigger(errors: readonly Json[]): Error {
	const [first, ...more] = errors.slice(0, MAX_SHOWN_ERRORS).map(asText);
	const others = errors.length - 1 - more.length;
	const rest = [...more, ...(others > 0 ? [`and ${others} more`] : [])];
	const message = `The broadcast was not sent: ${first}`;
	const description = [
		...(rest.length === 0 ? [] : [`Also: ${rest.join('; ')}.`]),
		'Nobody received it. Correct the people, or turn on Ignore Missing Emails or Ignore Missing IDs to send it to the others.',
	].join(' ');
	return Object.assign(new UserError(message), { description });
}
