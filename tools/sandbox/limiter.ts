/** A sliding window per class of call: a request beyond the limit within one window is rejected. */
export interface Limiter {
	/**
	 * Takes a slot. Returns 0 if one was free, otherwise the seconds (rounded up) until one is.
	 * @param rate in the format of the spec: `10/s`, `1/10s`, `100/day`, `3000/3s`
	 */
	take(name: string, rate: string): number;
	/** From now on the service allows `actual` where the spec says `rate`. */
	replace(rate: string, actual: string): void;
	clear(): void;
}

/** Parses `1/10s` into a count and a window in milliseconds. Throws on anything else. */
export function parseRate(rate: string): { count: number; windowMs: number } {
	const match = /^(\d+)\/(\d*)(s|day)$/.exec(rate);
	if (!match) throw new Error(`invalid rate limit "${rate}"`);
	const unit = match[3] === 'day' ? 86_400_000 : 1000;
	return { count: Number(match[1]), windowMs: Number(match[2] || '1') * unit };
}

/** @param now monotonic milliseconds */
export function createLimiter(now: () => number = () => performance.now()): Limiter {
	const windows = new Map<string, number[]>();
	const actualRates = new Map<string, string>();
	return {
		take(name, rate) {
			const { count, windowMs } = parseRate(actualRates.get(rate) ?? rate);
			const key = `${name} ${rate}`;
			const time = now();
			const taken = (windows.get(key) ?? []).filter((at) => at > time - windowMs);
			windows.set(key, taken);
			const oldest = taken[0];
			if (taken.length >= count && oldest !== undefined) {
				return Math.max(1, Math.ceil((oldest + windowMs - time) / 1000));
			}
			taken.push(time);
			return 0;
		},
		replace(rate, actual) {
			parseRate(actual);
			actualRates.set(rate, actual);
		},
		clear: () => windows.clear(),
	};
}
