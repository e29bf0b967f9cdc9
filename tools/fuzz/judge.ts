/** The invariants, judged on the sandbox's own record and not on what the nodes believe. */
import { outputsOf, type Observation } from './observation.ts';
import { hasLateEffects, type Trial } from './trials.ts';

const POSSIBLE = /may have succeeded|may have been carried out|after the item was carried out/i;

/** A process that runs many trials at the same time on a busy machine stands still at times. */
const SLACK_MS = 20_000;

/** What the node says became of an item. */
type Report = 'done' | 'failed' | 'possible' | 'none';

/** @returns the broken invariants, in words */
export function judge(observation: Observation): string[] {
	const { trial, result } = observation;
	const { broken, complain } = complaints();
	judgeRepeats(observation, complain);
	judgeEnd(observation, complain);
	if (trial.cancelAfter !== undefined && result.status === 'canceled') return broken;
	if (result.error !== undefined) {
		if (trial.onError !== 'stop') complain(`the run failed: ${result.error.message}`);
		else judgeStop(observation, complain);
		return broken;
	}
	const reports = judgeOutputs(observation, complain);
	judgeReports(observation, reports, complain);
	judgeOrderOfWrites(observation, reports, complain);
	return broken;
}

type Complain = (words: string) => void;

function complaints(): { broken: string[]; complain: Complain } {
	const broken: string[] = [];
	return { broken, complain: (words) => broken.push(words) };
}

/** How often each item was carried out, by marker. */
function effects({ workload, sandbox }: Observation): Map<string, number> {
	const counts = new Map<string, number>();
	const add = (marker: string, times: number) =>
		counts.set(marker, (counts.get(marker) ?? 0) + times);
	if (workload.kind === 'calls') {
		// One message ID is one call, however often it arrives.
		for (const { call, applied } of Object.values(sandbox.state.pipelines.calls)) {
			add(String(call.userId), applied);
		}
	} else {
		for (const request of sandbox.requests) {
			const marker = request.carriedOut ? workload.markerOf?.(request) : undefined;
			if (marker !== undefined) add(marker, 1);
		}
	}
	return counts;
}

function judgeRepeats(observation: Observation, complain: Complain): void {
	const { kind } = observation.workload;
	if (kind !== 'unsafe' && kind !== 'calls') return;
	for (const [marker, times] of effects(observation)) {
		if (times > 1) complain(`${marker} was carried out ${times} times`);
	}
}

/** Nothing is sent after the end, and the end comes in time. */
function judgeEnd({ trial, sentAfterEnd, unanswered, ms }: Observation, complain: Complain): void {
	// What was given up after a second may still be on its way in a busy process.
	if (sentAfterEnd > 0 && !hasLateEffects(trial)) {
		complain(`${sentAfterEnd} requests were sent after the node had ended`);
	}
	if (unanswered > 0) complain(`${unanswered} requests are still unanswered`);
	// Items that write the same thing go one after the other, each as patiently as allowed; an attempt
	// begins within the patience, and a batch may be halved until each call is alone.
	const attempts = 2 * trial.items.length;
	const most = 1000 * attempts * (trial.maxWait + trial.timeout) + SLACK_MS;
	if (ms > most) complain(`the run took ${ms} ms, and no more than ${most} are allowed`);
}

/** Outputs in the order of the items, each paired with its own. */
function judgeOutputs(observation: Observation, complain: Complain): Report[] {
	const { trial, workload, markers, sandbox } = observation;
	const reports = markers.map((): Report => 'none');
	const outputs = outputsOf(observation);
	const perItem = workload.outputsPerItem?.(sandbox) ?? 1;
	const counts = markers.map(() => 0);
	let last = -1;
	for (const { json, pairedItem } of outputs) {
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
		const { error } = json;
		if (error === undefined) {
			reports[index] = 'done';
			if (workload.isRight?.(json, marker, index) === false) {
				complain(`the output of item ${index} is wrong: ${JSON.stringify(json).slice(0, 200)}`);
			}
		} else {
			const words = typeof error === 'string' ? error : JSON.stringify(error);
			reports[index] = POSSIBLE.test(words) ? 'possible' : 'failed';
		}
	}
	counts.forEach((count, index) => {
		const expected = reports[index] === 'done' ? perItem : 1;
		if (count !== expected) complain(`item ${index} has ${count} outputs instead of ${expected}`);
	});
	return reports;
}

function judgeReports(observation: Observation, reports: Report[], complain: Complain): void {
	const { trial, workload, markers } = observation;
	const carriedOut = effects(observation);
	reports.forEach((report, index) => {
		const times = carriedOut.get(markers[index] ?? '') ?? 0;
		const bad = trial.items[index]?.bad === true;
		if (report === 'done' && bad && !mayFindNothing(trial)) {
			complain(`item ${index} cannot succeed, but is reported done`);
		}
		if (workload.kind === 'read') return;
		if (report === 'done' && times === 0 && !bad) {
			complain(`item ${index} is reported done, but was not carried out`);
		}
		if (report === 'failed' && times > 0) {
			complain(`item ${index} is reported failed, but was carried out ${times} times`);
		}
		if (report === 'possible' && bad && times > 0) {
			complain(`item ${index} cannot succeed, but was carried out`);
		}
	});
}

/** A deletion whose answer was lost counts as done when the repeat finds nothing to delete. */
function mayFindNothing({ workload, faults }: Trial): boolean {
	return workload === 'delete' && faults.length > 0;
}

/** On Error = Stop: the error counts what was carried out, and what may have been. */
function judgeStop(observation: Observation, complain: Complain): void {
	const { trial, workload, result, markers } = observation;
	const { error } = result;
	if (workload.kind === 'read' || error === undefined) return;
	const carriedOut = effects(observation);
	const actual = markers.filter((marker) => (carriedOut.get(marker) ?? 0) > 0).length;
	const text = `${error.message} ${String(error.description)}`;
	const counted = / failed; (\d+) w[a-z]+ carried out(?:, and (\d+) more may have been)?\./.exec(
		text,
	);
	if (trial.items.length > 1 && counted === null) {
		complain(`the error does not count what was carried out: ${text}`);
	}
	const done = Number(counted?.[1] ?? 0);
	const own = POSSIBLE.test(text.replace(counted?.[0] ?? '', '')) ? 1 : 0;
	const possible = Number(counted?.[2] ?? 0) + own;
	const nothing = mayFindNothing(trial) ? trial.items.filter(({ bad }) => bad).length : 0;
	if (actual < done - nothing || actual > done + possible) {
		complain(
			`${actual} items were carried out, but the error says ${done}, and ${possible} perhaps: ${text}`,
		);
	}
}

/** Where items write the same thing, the last one wins. */
function judgeOrderOfWrites(observation: Observation, reports: Report[], complain: Complain): void {
	const { trial, sandbox, markers } = observation;
	if (trial.workload !== 'upsert' || hasLateEffects(trial)) return;
	const names = trial.items.map(({ bad }, index) => (bad ? undefined : `snippet ${index % 3}`));
	for (const name of new Set(names)) {
		const last = names.lastIndexOf(name);
		if (name === undefined || reports[last] !== 'done') continue;
		const value = sandbox.state.snippets.find((one) => one.name === name)?.value;
		if (value !== markers[last]) {
			complain(`"${name}" holds ${value}, but item ${last} wrote it last`);
		}
	}
}
