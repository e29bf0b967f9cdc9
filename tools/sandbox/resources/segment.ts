import { ApiError, notFound } from '../errors.ts';
import { noContent, ok } from '../handler.ts';
import type { Call, Handler } from '../handler.ts';
import { membersOf } from '../people.ts';
import type { Segment } from '../state.ts';
import { isObject } from '../types.ts';
import { peoplePage } from './customer.ts';

function segmentOf(call: Call): Segment {
	const id = Number(call.params.segment_id);
	const segment = call.state.segments.find((candidate) => candidate.id === id);
	if (!segment) throw notFound(`no segment ${id}`);
	return segment;
}

/** A segment as the API returns it: without the sandbox's own data. */
function shown(segment: Segment): unknown {
	const { members: _members, filter: _filter, usedBy: _usedBy, ...rest } = segment;
	return rest;
}

const create: Handler = (call) => {
	const input = isObject(call.body.segment) ? call.body.segment : {};
	if (typeof input.name !== 'string' || input.name.trim() === '')
		throw new ApiError(400, 'body.segment.name: must not be empty');
	const id = call.state.nextId++;
	const segment: Segment = {
		id,
		deduplicate_id: `${id}:${call.now}`,
		name: input.name,
		description: typeof input.description === 'string' ? input.description : '',
		state: 'finished',
		progress: null,
		type: 'manual',
		tags: null,
		created_at: call.now,
		updated_at: call.now,
		members: [],
		usedBy: { campaigns: [], sent_newsletters: [], draft_newsletters: [] },
	};
	call.state.segments.push(segment);
	return ok({ segment: shown(segment) });
};

const remove: Handler = (call) => {
	const segment = segmentOf(call);
	call.state.segments = call.state.segments.filter((other) => other !== segment);
	return noContent();
};

export const segment: Record<string, Handler> = {
	getAll: (call) => ok({ segments: call.state.segments.map(shown) }),
	create,
	get: (call) => ok({ segment: shown(segmentOf(call)) }),
	delete: remove,
	getCustomerCount: (call) => {
		const { id } = segmentOf(call);
		return ok({ segment_id: id, count: membersOf(call.state, id).length });
	},
	getMembership: (call) => ok(peoplePage(membersOf(call.state, segmentOf(call).id), call, 1000)),
	getUsedBy: (call) => {
		const { id, usedBy } = segmentOf(call);
		return ok({ segment_id: id, used_by: usedBy });
	},
};
