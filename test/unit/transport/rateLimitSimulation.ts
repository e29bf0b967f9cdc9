import { RateLimiter } from '../../../nodes/shared/transport/rateLimiter.ts';
import type { RateLimit } from '../../../nodes/shared/transport/rateLimits.ts';

export interface Simulation {
	readonly limit: RateLimit;
	/** Requests per period that the service really allows; the limit's, if it is not said. */
	readonly allowed?: number;
	/** When each process starts, in milliseconds. */
	readonly starts: readonly number[];
	/** Requests of each process; without it, all that the limit allows until `endsAt`. */
	readonly requests?: number;
	readonly endsAt?: number;
	/** Only what the service accepts from here on is counted. */
	readonly countsFrom?: number;
	/** How long the service works on a request after it has counted it. */
	readonly latency: (random: () => number) => number;
	/** Most milliseconds by which a request is later than the fastest, in each direction. */
	readonly jitterMs?: number;
	/**
	 * How long a busy machine delays some requests: `client` before they are sent, which the process
	 * notices, and `service` before they are counted.
	 */
	readonly delays?: { readonly share: number; readonly client: number; readonly service: number };
	/** Share of the requests for which no connection comes about. */
	readonly unsent?: number;
	readonly seed: number;
}

export interface SimulationResult {
	readonly sent: number;
	readonly rateLimited: number;
	/** Accepted requests of each process. */
	readonly accepted: readonly number[];
	/** When the last response came. */
	readonly endedAt: number;
	/** Accepted requests as a share of what the limit allows in the time that is counted. */
	readonly share: number;
}

interface Event {
	readonly at: number;
	readonly run: (now: number) => void;
}

/** Park and Miller's generator. */
function randomNumbers(seed: number): () => number {
	let state = (seed * 2_654_435_761) % 2_147_483_647 || 1;
	return () => {
		state = (state * 16_807) % 2_147_483_647;
		return state / 2_147_483_647;
	};
}

/** Events in the order of their time. */
class Timeline {
	private readonly events: Event[] = [];

	add(at: number, run: (now: number) => void): void {
		let low = 0;
		let high = this.events.length;
		while (low < high) {
			const middle = (low + high) >> 1;
			if ((this.events[middle]?.at ?? 0) > at) low = middle + 1;
			else high = middle;
		}
		this.events.splice(low, 0, { at, run });
	}

	next(): Event | undefined {
		return this.events.pop();
	}
}

const FASTEST_TRAVEL_MS = 10;
const TIMER_MS = 1.5;

/**
 * Processes with a limiter each, against a service that counts what arrives in a sliding period and
 * responds with 429 to the rest, as the sandbox does. Uses a simulated clock.
 */
export function simulate(simulation: Simulation): SimulationResult {
	const { limit, starts, latency, jitterMs = 4, unsent = 0, delays } = simulation;
	const { endsAt = Infinity, countsFrom = 0, requests = Infinity } = simulation;
	const random = randomNumbers(simulation.seed);
	const timeline = new Timeline();
	const travelTime = () => FASTEST_TRAVEL_MS + random() * jitterMs;
	const delay = (kind: 'client' | 'service') =>
		delays === undefined || random() >= delays.share ? 0 : random() * delays[kind];
	const accepted = starts.map(() => 0);
	let counted: number[] = [];
	let sent = 0;
	let rateLimited = 0;
	let endedAt = 0;

	const startProcess = (process: number): ((now: number) => void) => {
		const limiter = new RateLimiter(limit, random);
		let remaining = requests;
		let wakesAt = Infinity;
		const wake = (now: number): void => {
			while (remaining > 0) {
				const lease = limiter.acquire(now);
				if (lease === undefined) {
					sleepUntil(limiter.earliest(now));
					return;
				}
				remaining -= 1;
				if (random() < unsent) {
					timeline.add(now + 5, (failed) => {
						lease.release();
						retry(failed);
					});
					continue;
				}
				sent += 1;
				const sentAt = now + delay('client');
				timeline.add(sentAt, () => lease.onSent(sentAt));
				timeline.add(sentAt + travelTime() + delay('service'), (arrived) => {
					counted = counted.filter((at) => at > arrived - limit.perMs);
					const isAccepted = counted.length < (simulation.allowed ?? limit.requests);
					if (isAccepted) counted.push(arrived);
					if (isAccepted && arrived >= countsFrom) accepted[process] = (accepted[process] ?? 0) + 1;
					const responded = arrived + travelTime() + (isAccepted ? latency(random) : 0);
					timeline.add(responded, (at) => {
						endedAt = at;
						if (isAccepted) {
							lease.onResponse(at, true);
							wake(at);
						} else {
							rateLimited += 1;
							lease.onRateLimited(at);
							retry(at);
						}
					});
				});
			}
		};
		const retry = (now: number): void => {
			remaining += 1;
			wake(now);
		};
		const sleepUntil = (at: number): void => {
			if (at >= wakesAt) return;
			wakesAt = at;
			timeline.add(at + random() * TIMER_MS, (now) => {
				if (wakesAt !== at) return;
				wakesAt = Infinity;
				wake(now);
			});
		};
		return wake;
	};
	starts.forEach((at, process) => timeline.add(at, startProcess(process)));
	for (let event = timeline.next(); event !== undefined; event = timeline.next()) {
		if (event.at > endsAt) break;
		event.run(event.at);
	}
	const all = accepted.reduce((sum, count) => sum + count, 0);
	const periods = ((Number.isFinite(endsAt) ? endsAt : endedAt) - countsFrom) / limit.perMs;
	const share = all / periods / (simulation.allowed ?? limit.requests);
	return { sent, rateLimited, accepted, endedAt, share };
}
