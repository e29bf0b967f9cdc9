/** What the output of a node says about each item. */
import type { IDataObject } from 'n8n-workflow';

import type { Complain } from './complaints.ts';
import { isUnnoticed } from './pages.ts';
import { outputsOf, type Observation } from './observation.ts';

/** The fields of an error item, as far as the node knows them. */
interface ItemError {
	readonly message: string;
	readonly httpCode?: unknown;
	readonly mayHaveSucceeded?: unknown;
}

export interface ItemReport {
	readonly outcome: 'succeeded' | 'failed' | 'ambiguous' | 'none';
	readonly error: ItemError;
}

const NO_ERROR: ItemError = { message: '' };

const AMBIGUOUS = /may (?:still )?have succeeded|after the item succeeded/i;

/** Outputs are in the order of the items, each paired with its item, and errors are on the error output. */
export function judgeOutputs(observation: Observation, complain: Complain): ItemReport[] {
	const { trial, workload, markers } = observation;
	const reports = markers.map((): ItemReport => ({ outcome: 'none', error: NO_ERROR }));
	const counts = markers.map(() => 0);
	const seen = new Set<string>();
	const repeated = new Set<number>();
	let last = -1;
	for (const { json, pairedItem, isOnErrorOutput } of outputsOf(observation)) {
		const index =
			typeof pairedItem === 'object' && !Array.isArray(pairedItem) ? pairedItem.item : -1;
		const marker = markers[index];
		if (marker === undefined) {
			complain(`an output is not paired: ${JSON.stringify({ json, pairedItem })}`);
			continue;
		}
		if (index < last && trial.onError !== 'continueErrorOutput') {
			complain(`the output of item ${index} comes after that of item ${last}`);
		}
		last = index;
		counts[index] = (counts[index] ?? 0) + 1;
		const report = reportOf(json, complain);
		reports[index] = report;
		if (trial.onError === 'continueErrorOutput') {
			if (isOnErrorOutput !== (report.outcome !== 'succeeded')) {
				complain(`item ${index} is on the wrong output: ${JSON.stringify(json).slice(0, 200)}`);
			}
		}
		if (report.outcome !== 'succeeded') continue;
		if (workload.isCorrect?.(json, marker, index) === false) {
			complain(`the output of item ${index} is wrong: ${JSON.stringify(json).slice(0, 200)}`);
		}
		if (workload.isList === true) {
			const entry = `${index} ${JSON.stringify(json)}`;
			if (seen.has(entry)) repeated.add(index);
			seen.add(entry);
		}
	}
	for (const index of repeated) complain(`item ${index} has an entry twice`);
	judgeCounts(observation, counts, reports, complain);
	return reports;
}

function reportOf(json: IDataObject, complain: Complain): ItemReport {
	const { error, success, httpCode, mayHaveSucceeded } = json;
	// A field of the input item, which may be in its output, may have the name "error".
	if (error === undefined || success === true) {
		if (error !== undefined)
			complain('n8n takes an output that succeeded for a failure of the node');
		return { outcome: 'succeeded', error: NO_ERROR };
	}
	const message = typeof error === 'string' ? error : JSON.stringify(error);
	const isSaid = AMBIGUOUS.test(message);
	if (mayHaveSucceeded !== isSaid) {
		complain(
			`mayHaveSucceeded is ${JSON.stringify(mayHaveSucceeded)}, but the error says ${message}`,
		);
	}
	const isAmbiguous = isSaid || mayHaveSucceeded === true;
	return {
		outcome: isAmbiguous ? 'ambiguous' : 'failed',
		error: { message, httpCode, mayHaveSucceeded },
	};
}

function judgeCounts(
	{ trial, workload, sandbox }: Observation,
	counts: readonly number[],
	reports: readonly ItemReport[],
	complain: Complain,
): void {
	const perItem = workload.outputsPerItem?.(sandbox) ?? 1;
	const mayBeShort = trial.faults.some((plan) => plan.what === 'page' && isUnnoticed(plan.fault));
	counts.forEach((count, index) => {
		const expected = reports[index]?.outcome === 'succeeded' ? perItem : 1;
		if (count === expected || (mayBeShort && count < expected && count > 0)) return;
		complain(`item ${index} has ${count} outputs instead of ${expected}`);
	});
}
