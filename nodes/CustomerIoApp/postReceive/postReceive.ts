import { pathAndQuery } from '../../shared/request/url';
import { csvItems } from '../../shared/response/csv';
import { isArchive } from '../../shared/response/binaryFile';
import type { PostReceive, Result, PostReceiveContext } from '../../shared/schema/postReceive';
import { nextPage, type PageState } from '../../shared/response/pagination';
import { cursor } from '../../shared/schema/output';
import { valueAt } from '../../shared/response/toItems';
import type { Json, JsonObject } from '../../shared/utils/json';
import { poll, type Job } from '../../shared/response/poll';
import { DEFAULT_WAIT_SECONDS } from '../fields/completion';

/** What the operations do that go on after their first answer. */

const inObject = (answer: unknown): JsonObject => (answer ?? {}) as JsonObject;
const under = (key: string) => (answer: unknown) => inObject(valueAt(answer, key));

function thingOf({ items }: PostReceiveContext): JsonObject {
	return items[0] ?? {};
}

async function finished(step: PostReceiveContext, work: Job): Promise<JsonObject> {
	const { wait_seconds: entered } = step.request.settings;
	return await poll(step, work, Number(entered ?? DEFAULT_WAIT_SECONDS));
}

/** Gives the answer, as it is or as `started` shows it, or waits for the work that it started. */
function ifAsked(
	run: (step: PostReceiveContext) => Promise<JsonObject>,
	started = thingOf,
): PostReceive {
	return async (step) => {
		const waits = step.request.settings.waitForCompletion === 'yes';
		return [{ json: waits ? await run(step) : started(step) }];
	};
}

export const importDone = ifAsked(async (step) => {
	const id = String(thingOf(step).id);
	return await finished(step, {
		name: `Import ${id}`,
		target: `/v1/imports/${id}`,
		read: under('import'),
		status: ({ state }) =>
			state === 'imported'
				? 'done'
				: state === 'failed' || state === 'canceled'
					? 'failed'
					: 'working',
		stateKey: 'state',
		resumeHint: `Read its state with Import > Get and the ID ${id}.`,
	});
});

/**
 * Customer.io often publishes at once; only what is pending has an ID to ask for. What fails then is
 * answered with the error that publishing at once would have met.
 *
 * @see https://docs.customer.io/integrations/api/app/tag/design-studio/getpublishstatus/
 */
export const publishDone = ifAsked(async (step) => {
	const answer = thingOf(step);
	if (answer.status !== 'pending') return answer;
	const id = String(answer.publish_id);
	return await finished(step, {
		name: `Publish ${id}`,
		target: pathAndQuery(
			step.request.path.replace(/publish$/, 'publish_status'),
			new Map([['publish_id', id]]),
		),
		read: inObject,
		status: ({ status }) =>
			status === 'pending'
				? 'working'
				: status === 'failed' || status === 'error'
					? 'failed'
					: 'done',
		failsWith: [400, 409, 422],
		stateKey: 'status',
		resumeHint: `Read its state with Get Publish Status and the publish ID ${id}.`,
	});
});

export const previewsDone = ifAsked(async (step) => {
	const id = String(thingOf(step).run_id);
	const done = await finished(step, {
		name: `Inbox preview ${id}`,
		target: `${step.request.path}/${id}`,
		read: inObject,
		status: ({ is_processed: isProcessed }) => (isProcessed === true ? 'done' : 'working'),
		stateKey: 'total_previews_ready',
		resumeHint: `Read its state with Design Studio Inbox Preview > Get and the ID ${id}.`,
	});
	return { ...thingOf(step), ...done };
});

/** Customer.io answers with `id` alone, which does not say of what. */
const startedTrigger = (step: PostReceiveContext): JsonObject => ({
	...step.request.ids,
	trigger_id: thingOf(step).id ?? null,
	...thingOf(step),
});

/** The state of a broadcast's run with all its errors: each is about one person, so it is no failure. */
export const triggerDone = ifAsked(async (step) => {
	const id = String(thingOf(step).id);
	const target = `${step.request.path}/${id}`;
	const state = await finished(step, {
		name: `Broadcast trigger ${id}`,
		target,
		read: inObject,
		status: ({ processed_at: processedAt }) => (Number(processedAt) > 0 ? 'done' : 'working'),
		stateKey: 'processed_at',
		resumeHint: `Read its state with Broadcast > Get Trigger Status and the ID ${id}.`,
	});
	return { ...startedTrigger(step), ...state, errors: await readErrors(step, `${target}/errors`) };
}, startedTrigger);

async function readErrors(step: PostReceiveContext, target: string): Promise<Json[]> {
	const errors: Json[] = [];
	let position: PageState = { read: 0 };
	for (;;) {
		const query = nextPage(cursor(), { all: true }, position);
		if (query === undefined) return errors;
		const body = await step.get(pathAndQuery(target, query));
		const page = valueAt(body, 'errors');
		const entries = Array.isArray(page) ? (page as Json[]) : [];
		errors.push(...entries);
		position = { read: errors.length, last: { count: entries.length, body, query } };
	}
}

export const exportDone: PostReceive = async (step) => {
	const { exportResult } = step.request.settings;
	const started = thingOf(step);
	if (exportResult === 'started') return [{ json: step.simplify(started) }];
	const id = String(started.id);
	const target = `/v1/exports/${id}`;
	const done = await finished(step, {
		name: `Export ${id}`,
		target,
		read: under('export'),
		status: ({ status, failed }) =>
			failed === true || status === 'failed' ? 'failed' : status === 'done' ? 'done' : 'working',
		stateKey: 'status',
		resumeHint: `Get it with Export > Get Download Link and the ID ${id}.`,
	});
	const json = step.simplify(done);
	if (exportResult === 'done') return [{ json }];
	const url = valueAt(await step.get(`${target}/download`), 'url');
	return await fetched(step, String(url), json, exportResult === 'rows');
};

export const linkFetched: PostReceive = async (step) => {
	const { linkResult } = step.request.settings;
	const answer = thingOf(step);
	if (linkResult === 'link') return [{ json: answer }];
	return await fetched(step, String(answer.url), { ...step.request.ids }, linkResult === 'rows');
};

/** The file of an export as binary data, or the rows of a CSV as items; an archive stays a file. */
async function fetched(
	step: PostReceiveContext,
	url: string,
	json: JsonObject,
	asRows: boolean,
): Promise<Result[]> {
	if (!asRows) {
		const file = await step.save(url);
		return [{ json: { ...json, fileName: file.fileName }, file }];
	}
	const file = await step.download(url);
	const { data } = file;
	if (!Buffer.isBuffer(data) || isArchive(data)) {
		return [{ json: { ...json, fileName: file.fileName }, file }];
	}
	return csvItems(data.toString('utf8')).map((row) => ({ json: row }));
}
