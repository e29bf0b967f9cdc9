/** Measuring: one run of a node, and the middle of several. */
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

import { runNode } from '../engine/harness.ts';
import type { Spec } from './candidates.ts';

export interface Measured {
	readonly seconds: number;
	/** Of this process: the engine and the node, not the service. */
	readonly cpuSeconds: number;
	readonly outputs: number;
	readonly failed: number;
}

setFlagsFromString('--expose-gc');
const collectGarbage = runInNewContext('gc') as () => void;

/** Runs a node over items. What the runs before left behind is not collected at its expense. */
export async function measure(
	spec: Spec,
	items: object[],
	signal?: AbortSignal,
): Promise<Measured> {
	collectGarbage();
	const cpu = process.cpuUsage();
	const started = performance.now();
	const result = await runNode(spec, items, signal === undefined ? {} : { signal });
	const seconds = (performance.now() - started) / 1000;
	const { user, system } = process.cpuUsage(cpu);
	const outputs = result.items(spec.name);
	if (result.error !== undefined && signal === undefined) throw result.error;
	return {
		seconds,
		cpuSeconds: (user + system) / 1e6,
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
	/** What it must be, in words. */
	readonly must: string;
	readonly found: string;
	/** `undefined` where something to compare with is missing. */
	readonly kept: boolean | undefined;
	/** The figures behind it. */
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

/** All values as medians, by name. */
export function medians(rounds: { readonly [name: string]: readonly number[] }): {
	[name: string]: number;
} {
	return Object.fromEntries(Object.entries(rounds).map(([name, values]) => [name, median(values)]));
}
