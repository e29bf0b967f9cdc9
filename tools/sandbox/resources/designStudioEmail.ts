import { randomUUID } from 'node:crypto';
import { ApiError, notFound } from '../errors.ts';
import { ok } from '../handler.ts';
import type { Call, Handler } from '../handler.ts';
import { isObject } from '../types.ts';
import type { JsonObject } from '../types.ts';
import { fromExample, store } from './generic.ts';

const stored = store('designStudioEmail', { idParam: 'id' });

/** Throws 404 for an email that does not exist. */
function requireEmail(call: Call): void {
	const { operations } = call.world.specs.app.resources.find(
		(entry) => entry.resource === 'designStudioEmail',
	) ?? { operations: [] };
	const get = operations.find((candidate) => candidate.operation === 'get');
	// Read through the store, which starts with the spec's example.
	if (get && stored.get) stored.get({ ...call, operation: get });
}

/** `{ id, publish_id, status, mappings }` per publish. */
const publishes = (call: Call): JsonObject[] => (call.state.stored.publish ??= []);

const publish: Handler = (call) => {
	requireEmail(call);
	const example = call.operation.response.example;
	const mappings = isObject(example) && Array.isArray(example.mappings) ? example.mappings : [];
	const done = {
		status: 'done',
		mappings: mappings.map((mapping: unknown) => ({
			...(isObject(mapping) ? mapping : {}),
			node_id: call.params.id,
		})),
	};
	if (!call.state.publishInBackground) return ok(done);
	const job: JsonObject = { id: call.params.id, publish_id: randomUUID(), status: 'pending' };
	publishes(call).push(job);
	call.world.later(call.world.workMs, () => Object.assign(job, done));
	return ok({ status: 'pending', publish_id: job.publish_id });
};

const getPublishStatus: Handler = (call) => {
	requireEmail(call);
	// Without a background publish there is no status to report: return the spec's example.
	if (publishes(call).length === 0) return fromExample(call);
	const job = publishes(call).find((candidate) => candidate.publish_id === call.query.publish_id);
	if (!job) throw notFound(`no publish ${call.query.publish_id}`);
	if (job.id !== call.params.id) throw new ApiError(400, 'this publish belongs to another email');
	const { status, publish_id: publishId, mappings } = job;
	return ok({ status, publish_id: publishId, ...(mappings === undefined ? {} : { mappings }) });
};

/** Operations below an email return 404 if the email does not exist. */
const below: Handler = (call) => {
	requireEmail(call);
	return fromExample(call);
};

export const designStudioEmail: Record<string, Handler> = {
	...stored,
	publish,
	getPublishStatus,
	link: below,
	getUnpublishedChanges: below,
	render: below,
	preview: below,
	review: below,
};
