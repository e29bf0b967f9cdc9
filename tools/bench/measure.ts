/** Measures runs of a node, and calculates medians. */
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

import { runNode } from '../engine/harness.ts';
import type { Spec } from './candidates.ts';

export interface Measured {
	readonly seconds: number;
	/** CPU time of this process: the engine and the node, not the service. */
	readonly cpuSeconds: number;
	/** The longest time in which the event loop did nothing else. */
	readonly blockedMs: number;
	readonly outputs: number;
	readonly failed: number;
}

/** How often the event loop is asked for a sign of life. */
const LOOP_INTERVAL_MS = 5;

setFlagsFromString('--expose-gc');
const collectGarbage = runInNewContext('gc') as () => void;

/** Runs a node with items. Collects garbage first, so that earlier runs do not slow it down. */
export async function measure(
	spec: Spec,
	items: object[],
	signal?: AbortSignal,
): Promise<Measured> {
	collectGarbage();
	const loop = monitorEventLoopDelay({ resolution: LOOP_INTERVAL_MS });
	loop.enable();
	const cpu = process.cpuUsage();
	const started = performance.now();
	const result = await runNode(spec, items, {
		sharesItems: true,
		...(signal === undefined ? {} : { signal }),
	});
	const seconds = (performance.now() - started) / 1000;
	const { user, system } = process.cpuUsage(cpu);
	// The histogram counts the interval too.
	const blockedMs = Math.max(0, loop.max / 1e6 - LOOP_INTERVAL_MS);
	loop.disable();
	const outputs = result.items(spec.name);
	if (result.error !== undefined && signal === undefined) throw result.error;
	return {
		seconds,
		cpuSeconds: (user + system) / 1e6,
		blockedMs,
		outputs: outputs.length,
		failed: outputs.filter(({ json }) => json.error !== undefined).length,
	};
}

export function median(values: readonly number[]): number {
	const sorted = [...values].sort((a, b) => a - b);
	const middle = Math.floor(sorted.length / 2);
	const upper = sorted[middle] ?? NaN;
	return sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] ?? NaN) + upper) / 2;
}

/** One line of the table. */
export interface Row {
	readonly measure: string;
	/** The target, as text. */
	readonly must: string;
	readonly found: string;
	/** `undefined` if the comparison is not installed. */
	readonly kept: boolean | undefined;
	/** The measured figures. */
	readonly figures: object;
}

export const row = (
	measured: string,
	must: string,
	found: string,
	kept: boolean | undefined,
	figures: object,
): Row => ({ measure: measured, must, found, kept, figures });

export const fixed = (value: number, digits = 2) => value.toFixed(digits);

/** Above this, a result is noisy and says so. */
const MAX_SPREAD = 0.1;

/** Says how far the rounds are apart, as a share of their median, if it is much. */
export function spread(values: readonly number[]): string {
	const share = (Math.max(...values) - Math.min(...values)) / median(values);
	return values.length > 1 && share > MAX_SPREAD ? ` [spread ${fixed(100 * share, 0)} %]` : '';
}

/** The median of each series, by name. */
export function medians(rounds: { readonly [name: string]: readonly number[] }): {
	[name: string]: number;
} {
	return Object.fromEntries(Object.entries(rounds).map(([name, values]) => [name, median(values)]));
}
