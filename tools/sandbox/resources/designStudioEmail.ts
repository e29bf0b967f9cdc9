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
	// Read through the store, which begins with the ledger's own example.
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
	const made: JsonObject = { id: call.params.id, publish_id: randomUUID(), status: 'pending' };
	publishes(call).push(made);
	call.world.later(call.world.workMs, () => Object.assign(made, done));
	return ok({ status: 'pending', publish_id: made.publish_id });
};

const getPublishStatus: Handler = (call) => {
	requireEmail(call);
	// Without a publish in the background there is nothing to ask about: the ledger's example answers.
	if (publishes(call).length === 0) return fromExample(call);
	const made = publishes(call).find((candidate) => candidate.publish_id === call.query.publish_id);
	if (!made) throw notFound(`no publish ${call.query.publish_id}`);
	if (made.id !== call.params.id) throw new ApiError(400, 'this publish is of another email');
	const { status, publish_id: publishId, mappings } = made;
	return ok({ status, publish_id: publishId, ...(mappings === undefined ? {} : { mappings }) });
};

/** Everything below an email answers 404 when the email is not there. */
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
