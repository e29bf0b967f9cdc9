import { notFound } from '../errors.ts';
import { ok } from '../handler.ts';
import type { Call, Handler } from '../handler.ts';
import { attributesOf, audience } from '../people.ts';
import type { JsonObject } from '../types.ts';

/** An export as the API returns it; its file is stored separately. */
interface StoredExport extends JsonObject {
	id: number;
	status: 'pending' | 'done' | 'failed';
	total: number;
	downloads: number;
}

const csv = (rows: string[][]): string =>
	rows.map((row) => row.map((cell) => `"${cell.replace(/"/g, '""')}"`).join(',')).join('\r\n');

const exportsOf = (call: Call): StoredExport[] =>
	(call.state.stored.export ??= []) as StoredExport[];

function start(call: Call, type: string, rows: () => string[][]): JsonObject {
	const id = call.state.nextId++;
	const created: StoredExport = {
		id,
		type,
		status: 'pending',
		total: 0,
		failed: false,
		description: `Exported by API (${type})`,
		downloads: 0,
		user_id: 0,
		user_email: 'person@example.com',
		deduplicate_id: `${id}:${call.now}`,
		created_at: call.now,
		updated_at: call.now,
	};
	exportsOf(call).push(created);
	call.world.later(call.world.workMs, () => {
		const content = rows();
		(call.state.stored.exportFile ??= []).push({ id, text: csv(content) });
		Object.assign(created, { status: 'done', total: content.length - 1, updated_at: call.now });
	});
	return { ...created };
}

function exportOf(call: Call): StoredExport {
	const id = Number(call.params.export_id);
	const storedExport = exportsOf(call).find((candidate) => candidate.id === id);
	if (!storedExport) throw notFound(`no export ${id}`);
	return storedExport;
}

export const exports_: Record<string, Handler> = {
	getAll: (call) => ok({ exports: exportsOf(call) }),
	exportCustomers: (call) =>
		ok({
			export: start(call, 'customers', () => {
				const people = audience(call.state, call.body.filters);
				const shown = people.map(attributesOf);
				const columns = [...new Set(shown.flatMap((attributes) => Object.keys(attributes)))].sort();
				return [columns, ...shown.map((row) => columns.map((column) => row[column] ?? ''))];
			}),
		}),
	exportDeliveries: (call) =>
		ok({
			export: start(call, 'deliveries', () => [
				['delivery_id', 'recipient', 'subject', 'created'],
				...call.state.deliveries.map((d) => [d.id, d.recipient, d.subject, String(d.created)]),
			]),
		}),
	get: (call) => ok({ export: exportOf(call) }),
	getDownloadLink: (call) => {
		const storedExport = exportOf(call);
		if (storedExport.status !== 'done') throw notFound(`export ${storedExport.id} is not done yet`);
		storedExport.downloads++;
		// Like a real signed link, it works without an API key.
		return ok({
			url: `${call.world.url}/__sandbox/files/export-${storedExport.id}.csv?sig=${call.now}`,
		});
	},
};
