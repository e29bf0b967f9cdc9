import type { Fault, FaultAct, RecordedRequest } from './types.ts';

interface FaultRegistry {
	add(fault: Fault): void;
	clear(): void;
	/** The act of the first matching fault, in the order they were added. */
	actFor(request: RecordedRequest): FaultAct | undefined;
}

function matches(fault: Fault, request: RecordedRequest): boolean {
	if (fault.method !== undefined && fault.method.toUpperCase() !== request.method) return false;
	if (typeof fault.path === 'string') {
		const same = fault.path.endsWith('*')
			? request.path.startsWith(fault.path.slice(0, -1))
			: request.path === fault.path;
		if (!same) return false;
	} else if (fault.path) {
		// A sticky or global expression keeps its position; match each request from the start.
		fault.path.lastIndex = 0;
		if (!fault.path.test(request.path)) return false;
	}
	return fault.match?.(request) ?? true;
}

/** Keeps the active faults and counts the requests that they matched. */
export function createFaultRegistry(): FaultRegistry {
	let entries: Array<{ fault: Fault; seen: number; left: number }> = [];
	return {
		add(fault) {
			entries.push({ fault, seen: 0, left: fault.times ?? 1 });
		},
		clear() {
			entries = [];
		},
		actFor(request) {
			for (const entry of entries) {
				if (entry.left <= 0 || !matches(entry.fault, request)) continue;
				entry.seen++;
				if (entry.seen % (entry.fault.every ?? 1) !== 0) continue;
				entry.left--;
				return entry.fault.act;
			}
			return undefined;
		},
	};
}
