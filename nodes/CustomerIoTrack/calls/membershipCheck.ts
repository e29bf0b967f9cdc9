import { UserError } from 'n8n-workflow';

import type { RequestLimits } from '../../shared/batching/batchFormat';
import type { Segments } from './segments';

/** A person whose membership is to be checked after the call. */
export interface Membership {
	readonly segmentId: string;
	/** `id`, `email` or `cio_id`. */
	readonly idType: string;
	readonly person: string;
	/** Added, and not removed. */
	readonly isAdded: boolean;
	/** Most milliseconds to wait until the membership shows it. */
	readonly waitMs: number;
}

const FIRST_INTERVAL_MS = 500;
const MAX_INTERVAL_MS = 10_000;
const INTERVAL_GROWTH = 1.5;

/**
 * Waits until the membership of a segment shows what calls have changed.
 *
 * @param memberships those of the calls of one request, in order; `undefined` for one that is not checked
 * @returns the errors of those that it does not show in time, by position
 */
export async function checkMembership(
	segments: Segments,
	memberships: ReadonlyArray<Membership | undefined>,
	limits: RequestLimits,
): Promise<ReadonlyMap<number, Error>> {
	const pending = new Map([...memberships.entries()].flatMap(toChecked));
	const started = performance.now();
	let interval = FIRST_INTERVAL_MS;
	for (;;) {
		const [first] = pending.values();
		if (first === undefined) return new Map();
		const members = await segments.members(first.segmentId, limits);
		for (const [position, { idType, person, isAdded }] of pending) {
			if (members.has(idType, person) === isAdded) pending.delete(position);
		}
		const waitMs = Math.max(0, ...[...pending.values()].map((membership) => membership.waitMs));
		const remaining = started + waitMs - performance.now();
		if (pending.size > 0 && remaining <= 0) {
			return new Map([...pending].map(([position, membership]) => [position, late(membership)]));
		}
		if (pending.size > 0) await segments.wait(Math.min(interval, remaining));
		interval = Math.min(interval * INTERVAL_GROWTH, MAX_INTERVAL_MS);
	}
}

function toChecked([position, membership]: [number, Membership | undefined]): Array<
	[number, Membership]
> {
	return membership === undefined ? [] : [[position, membership]];
}

function late({ segmentId, person, isAdded, waitMs }: Membership): Error {
	const state = isAdded ? 'is not in' : 'is still in';
	const description = isAdded
		? 'Customer.io skips people that it does not know: create the person first. If it only took longer, raise "Completion Timeout (Seconds)".'
		: 'Customer.io took the request. If it only took longer, raise "Completion Timeout (Seconds)".';
	return Object.assign(
		new UserError(`${person} ${state} segment ${segmentId} after ${waitMs / 1000} s`),
		{ description },
	);
}
