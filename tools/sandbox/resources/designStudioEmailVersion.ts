import { randomUUID } from 'node:crypto';
import { ApiError, notFound } from '../errors.ts';
import { noContent, ok } from '../handler.ts';
import type { Call, Handler } from '../handler.ts';
import type { JsonObject } from '../types.ts';
import { listResponse } from './generic.ts';

/** Versions of all emails, initialized with the spec's example. */
function all(call: Call): JsonObject[] {
	const example = (): JsonObject => ({
		id: '8f14e45f-ceea-4c67-9814-b8f0e0e1a6f0',
		name: 'Before holiday redesign',
		node_id: '1a0cbb4e-09d3-402e-949e-f6732f021650',
		node_type: 'EMAIL',
		created: call.now,
		created_on_publish: false,
		feedback: false,
	});
	return (call.state.stored.designStudioEmailVersion ??= [example()]);
}

const ofEmail = (call: Call): JsonObject[] =>
	all(call).filter((version) => version.node_id === call.params.id);

function find(call: Call): JsonObject {
	const version = ofEmail(call).find((candidate) => candidate.id === call.params.version_id);
	if (!version) throw notFound(`no version ${call.params.version_id}`);
	return version;
}

export const designStudioEmailVersion: Record<string, Handler> = {
	getAll: (call) => {
		const { start_date: from = '0', end_date: to = 'Infinity' } = call.query;
		const within = ofEmail(call).filter(
			({ created }) => Number(created) >= Number(from) && Number(created) < Number(to),
		);
		return listResponse(call, within);
	},
	get: (call) => ok({ version: find(call), dependencies: [], node: {} }),
	create: (call) => {
		const created: JsonObject = {
			id: randomUUID(),
			name: call.body.name,
			node_id: call.params.id,
			node_type: 'EMAIL',
			created: call.now,
			created_on_publish: false,
			feedback: false,
		};
		all(call).push(created);
		return ok({ created: true, version: created });
	},
	delete: (call) => {
		const item = find(call);
		if (item.created_on_publish === true)
			throw new ApiError(400, 'a version created by publish cannot be deleted');
		call.state.stored.designStudioEmailVersion = all(call).filter((other) => other !== item);
		return noContent();
	},
	restore: (call) => {
		find(call);
		return ok({});
	},
};
