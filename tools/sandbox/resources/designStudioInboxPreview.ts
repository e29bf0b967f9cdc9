import { notFound } from '../errors.ts';
import { ok } from '../handler.ts';
import type { Call, Handler } from '../handler.ts';
import type { JsonObject } from '../types.ts';
import { fromExample, listResponse } from './generic.ts';

/** A request for screenshots in a list of email clients. */
interface Job extends JsonObject {
	run_id: number;
	node_id: string;
	is_processed: boolean;
	clients: unknown[];
}

/** All jobs, initialized with the spec's example. */
const all = (call: Call): Job[] =>
	(call.state.stored.designStudioInboxPreview ??= [
		{
			run_id: 10,
			name: 'Welcome',
			node_id: '1a0cbb4e-09d3-402e-949e-f6732f021650',
			is_processed: true,
			clients: ['android12_gmailapp_pixel6_dm'],
		} satisfies Job,
	]) as Job[];

function find(call: Call): Job {
	const job = all(call).find(
		(candidate) =>
			String(candidate.run_id) === call.params.run_id && candidate.node_id === call.params.id,
	);
	if (!job) throw notFound(`no preview ${call.params.run_id} of this email`);
	return job;
}

function counts({ is_processed: isProcessed, clients }: Job): JsonObject {
	return {
		is_processed: isProcessed,
		total_previews_requested: clients.length,
		total_previews_ready: isProcessed ? clients.length : 0,
	};
}

export const designStudioInboxPreview: Record<string, Handler> = {
	create: (call) => {
		const clients = Array.isArray(call.body.client_ids) ? call.body.client_ids : [];
		const key = JSON.stringify([call.params.id, clients]);
		// Documented: the same request on the same day returns the same job, free of charge.
		const existing = all(call).find((job) => JSON.stringify([job.node_id, job.clients]) === key);
		if (existing) return ok({ run_id: existing.run_id, replayed: true });
		const created: Job = {
			run_id: call.state.nextId++,
			name: call.body.name ?? '',
			node_id: call.params.id ?? '',
			is_processed: false,
			clients,
		};
		all(call).push(created);
		call.world.later(call.world.workMs, () => Object.assign(created, { is_processed: true }));
		return ok({ run_id: created.run_id, replayed: false });
	},
	get: (call) => {
		const job = find(call);
		return ok({
			run_id: job.run_id,
			...counts(job),
			previews: job.clients.map((client) => ({
				client_id: client,
				state: job.is_processed ? 'ready' : 'pending',
				screenshots: job.is_processed ? { default: {} } : {},
			})),
		});
	},
	getCapture: (call) => {
		const job = find(call);
		if (!job.is_processed || !job.clients.includes(call.params.client_id))
			throw notFound(`no screenshot of ${call.params.client_id}`);
		return fromExample(call);
	},
	getJobs: (call) => {
		const { node_id: email } = call.query;
		const matches = all(call).filter((job) => !email || job.node_id === email);
		const jobs = matches.map((job) => {
			const { clients: _clients, ...rest } = job;
			return { ...rest, ...counts(job) };
		});
		return listResponse(call, jobs.reverse());
	},
};
