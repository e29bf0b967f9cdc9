/** The operations that trials run, and how the request log shows the outcome of each item. */
import type { Sandbox } from '../sandbox/sandbox.ts';
import { trackWorkloads } from './trackWorkloads.ts';
import type { SentRequest, Workload } from './workload.ts';

const located = (value: unknown) => ({ __rl: true, mode: 'id', value });

const body = (request: SentRequest) =>
	(typeof request.body === 'object' && request.body !== null ? request.body : {}) as {
		[name: string]: unknown;
	};

const lastPart = (request: SentRequest) => request.path.split('/').at(-1);

/** Above all segment IDs of the sandbox's seed. */
const FIRST_SEGMENT = 5000;

/** More than the largest page of a list with offsets. */
const SUPPRESSIONS = 1010;

/** A manual segment of the sandbox's seed that has members. */
const SEARCHED_SEGMENT = 12;

/** Adds a segment for each item to read or delete. */
function addSegments(sandbox: Sandbox, count: number): void {
	const [model] = sandbox.state.segments.filter(({ type }) => type === 'manual');
	if (model === undefined) throw new Error('The sandbox has no manual segment');
	for (let index = 0; index < count; index += 1) {
		sandbox.state.segments.push({
			...structuredClone(model),
			id: FIRST_SEGMENT + index,
			name: `segment ${index}`,
		});
	}
}

const bySegment: Pick<Workload, 'node' | 'prepare' | 'item' | 'markerOf'> = {
	node: 'customerIoApp',
	prepare: addSegments,
	item: (marker, bad, index) => ({ marker, id: bad ? 99_000 + index : FIRST_SEGMENT + index }),
	markerOf: (request) => {
		const id = Number(lastPart(request));
		return `i${id >= 99_000 ? id - 99_000 : id - FIRST_SEGMENT}`;
	},
};

const identify = {
	resource: 'person',
	operation: 'identify',
	userId: '={{ $json.marker }}',
	traitsInput: 'item',
	traitsExcept: 'marker',
};

const call: Pick<Workload, 'node' | 'kind' | 'item' | 'processed' | 'isCorrect'> = {
	node: 'customerIoPipelines',
	kind: 'calls',
	item: (marker, bad) => ({ marker, trait: bad ? 'poison' : 'good' }),
	// One message ID is one call, however often it arrives.
	processed: ({ state }) =>
		Object.values(state.pipelines.calls).flatMap(({ call: { userId }, applied }) =>
			Array<string>(applied).fill(String(userId)),
		),
	isCorrect: (json) => json.success === true,
};

const trigger: Workload = {
	node: 'customerIoApp',
	kind: 'unsafe',
	parameters: {
		resource: 'broadcast',
		operation: 'trigger',
		send: 'each',
		broadcastId: located(12),
		audience: 'ids',
		ids: '={{ $json.ids }}',
		// The people are unknown to the sandbox.
		idIgnoreMissing: true,
	},
	item: (marker, bad) => ({ marker, ids: bad ? [] : [marker] }),
	markerOf: (request) => (body(request).ids as string[] | undefined)?.[0],
};

export const workloads: { readonly [name: string]: Workload } = {
	read: {
		...bySegment,
		kind: 'read',
		parameters: { resource: 'segment', operation: 'get', segmentId: located('={{ $json.id }}') },
		isCorrect: (json, _marker, index) =>
			json.id === FIRST_SEGMENT + index && json.name === `segment ${index}`,
	},
	search: {
		node: 'customerIoApp',
		kind: 'read',
		parameters: {
			resource: 'customer',
			operation: 'search',
			filterInput: 'json',
			filterJson: '={{ $json.filter }}',
			returnAll: true,
		},
		item: (marker, bad) => ({ marker, filter: bad ? {} : { segment: { id: SEARCHED_SEGMENT } } }),
		isList: true,
		pageSize: 3,
		outputsPerItem: ({ state }) =>
			state.segments.find(({ id }) => id === SEARCHED_SEGMENT)?.members.length ?? 0,
		isCorrect: (json) => typeof json.cio_id === 'string',
	},
	offsets: {
		node: 'customerIoApp',
		kind: 'read',
		parameters: {
			resource: 'espSuppression',
			operation: 'getAll',
			suppressionType: '={{ $json.type }}',
			returnAll: true,
		},
		isList: true,
		maxItems: 2,
		prepare: ({ state }) => {
			state.stored.espSuppression = Array.from({ length: SUPPRESSIONS }, (_, index) => ({
				category: 'bounces',
				created: index,
				email: `a${index}@example.com`,
				reason: 'full',
				status: '550',
			}));
		},
		item: (marker, bad) => ({ marker, type: bad ? '' : 'bounces' }),
		outputsPerItem: () => SUPPRESSIONS,
		isCorrect: (json) => typeof json.email === 'string',
	},
	upsert: {
		node: 'customerIoApp',
		kind: 'idempotent',
		parameters: {
			resource: 'snippet',
			operation: 'upsert',
			name: '={{ $json.name }}',
			value: '={{ $json.marker }}',
		},
		item: (marker, bad, index) => ({ marker, name: bad ? '' : `snippet ${index % 3}` }),
		markerOf: (request) => body(request).value as string,
		writes: {
			entityOf: (index) => `snippet ${index % 3}`,
			markerIn: ({ state }, entity) => state.snippets.find(({ name }) => name === entity)?.value,
		},
	},
	delete: {
		...bySegment,
		kind: 'idempotent',
		parameters: { resource: 'segment', operation: 'delete', segmentId: located('={{ $json.id }}') },
		isCorrect: (json) => json.deleted === true,
	},
	create: {
		node: 'customerIoApp',
		kind: 'unsafe',
		parameters: { resource: 'segment', operation: 'create', name: '={{ $json.name }}' },
		item: (marker, bad) => ({ marker, name: bad ? '' : marker }),
		markerOf: (request) => (body(request).segment as { name?: string } | undefined)?.name,
		isCorrect: (json, marker) => json.name === marker,
	},
	send: {
		node: 'customerIoApp',
		kind: 'unsafe',
		parameters: {
			resource: 'transactional',
			operation: 'sendEmail',
			to: '={{ $json.to }}',
			transactionalMessageId: located(3),
		},
		item: (marker, bad) => ({ marker, to: bad ? '' : `${marker}@example.com` }),
		markerOf: (request) => String(body(request).to).split('@')[0],
		isCorrect: (json) => typeof json.delivery_id === 'string',
	},
	trigger,
	triggerAndWait: {
		...trigger,
		parameters: { ...trigger.parameters, waitForCompletion: 'yes', waitSeconds: 10 },
		waitSeconds: 10,
		isCorrect: (json) => Number(json.processed_at) > 0,
	},
	batch: { ...call, parameters: identify },
	/** n8n takes a first output item with a field of this name for a failed node. */
	errorField: {
		...call,
		item: (marker, bad) => ({ marker, error: 'of another system', trait: bad ? 'poison' : 'good' }),
		parameters: identify,
		options: { includeInputFields: true },
	},
	singles: { ...call, parameters: { ...identify, batchRequests: false } },
	...trackWorkloads,
};
