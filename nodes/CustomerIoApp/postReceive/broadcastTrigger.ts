import { pathAndQuery } from '../../shared/utils/url';
import { paginate, type PageQuery } from '../../shared/response/pagination';
import { cursor } from '../../shared/schema/output';
import type { PostReceive } from '../../shared/schema/postReceive';
import { valueAt, type Json } from '../../shared/utils/json';

/**
 * The started or finished trigger of a broadcast. A finished one has all its errors: each concerns one
 * person, so they are not a failure of the trigger.
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
	return [{ json: { ...trigger, ...job, errors } }];
};
