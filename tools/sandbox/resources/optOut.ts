import { ok, noContent } from '../handler.ts';
import type { Handler } from '../handler.ts';
import { cursorPage } from '../paging.ts';
import { personInPath } from '../people.ts';
import type { WorkspaceState } from '../state.ts';
import { isObject } from '../types.ts';
import type { JsonObject } from '../types.ts';

/** One entry per person and sender: `{ cioId, channel, from }`. */
const all = (state: WorkspaceState): JsonObject[] => (state.stored.optOut ??= []);

const shown = ({ channel, from }: JsonObject): JsonObject => ({ channel, from });

export const optOut: Record<string, Handler> = {
	getAll: (call) => {
		const { from } = call.query;
		const people = call.state.people
			.map((person) => ({
				customer_id: person.id ?? '',
				cio_id: `cio_${person.cioId}`,
				optouts: all(call.state)
					.filter((optOut) => optOut.cioId === person.cioId && (!from || optOut.from === from))
					.map(shown),
			}))
			.filter((person) => person.optouts.length > 0);
		const page = cursorPage(people, call.query.start, call.query.limit, 100);
		return ok({ optouts: page.items, next: page.next });
	},
	getByCustomer: (call) => {
		const { cioId } = personInPath(call.state, call.params.customer_id ?? '', call.query.id_type);
		return ok({
			optouts: all(call.state)
				.filter((optOut) => optOut.cioId === cioId)
				.map(shown),
		});
	},
	updateByCustomer: (call) => {
		const { cioId } = personInPath(call.state, call.params.customer_id ?? '', call.query.id_type);
		const changes = Array.isArray(call.body.optouts) ? (call.body.optouts as unknown[]) : [];
		// Documented as asynchronous: right after the response, a read returns the old list.
		call.world.later(call.world.workMs, () => {
			for (const entry of changes) {
				if (!isObject(entry)) continue;
				const channel = entry.channel ?? 'sms';
				const others = all(call.state).filter(
					(other) =>
						other.cioId !== cioId || other.channel !== channel || other.from !== entry.from,
				);
				if (entry.optout === true) others.push({ cioId, channel, from: entry.from });
				call.state.stored.optOut = others;
			}
		});
		return noContent();
	},
};
