/** Checks the invariants against the sandbox's request log, not against the nodes' own state. */
import { outputsOf, type Observation } from './observation.ts';
import { hasLateEffects, type Trial } from './trials.ts';

const AMBIGUOUS =
	/may (?:still )?have (?:succeeded|been carried out)|after the item (?:succeeded|was carried out)/i;

/** Item counts in the error of a run that stopped. */
const PROGRESS =
	/ failed[;.] (\d+) (?:w[a-z]+ carried out|items? succeeded)(?:,? and (\d+) more may have(?: been)?)?\./;

/** A process that runs many trials concurrently on a busy machine stalls at times. */
const SLACK_MS = 20_000;

/** The outcome of an item that the node reports. */
type Report = 'succeeded' | 'failed' | 'ambiguous' | 'none';

/** @returns a message per broken invariant */
export function judge(observation: Observation): string[] {
	const { trial, result } = observation;
	const { broken, complain } = complaints();
	judgeDuplicates(observation, complain);
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

type Complain = (text: string) => void;

function complaints(): { broken: string[]; complain: Complain } {
	const broken: string[] = [];
	return { broken, complain: (words) => broken.push(words) };
}

/** How often each item was processed, by marker. */
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
			const marker = request.processed ? workload.markerOf?.(request) : undefined;
			if (marker !== undefined) add(marker, 1);
		}
	}
	return counts;
}

function judgeDuplicates(observation: Observation, complain: Complain): void {
	const { kind } = observation.workload;
	if (kind !== 'unsafe' && kind !== 'calls') return;
	for (const [marker, times] of effects(observation)) {
		if (times > 1) complain(`${marker} was processed ${times} times`);
	}
}

/** No requests after the end, and the end is not too late. */
function judgeEnd({ trial, sentAfterEnd, unanswered, ms }: Observation, complain: Complain): void {
	// A request that timed out after a second may still be in flight in a busy process.
	if (sentAfterEnd > 0 && !hasLateEffects(trial)) {
		complain(`${sentAfterEnd} requests were sent after the node had ended`);
	}
	if (unanswered > 0) complain(`${unanswered} requests still have no response`);
	// Items that write the same entity run one after the other, each for up to Max Wait plus the timeout
	// of its last attempt, and a batch may be halved until it has one call.
	const attempts = 2 * trial.items.length;
	const limitMs = 1000 * attempts * (trial.maxWait + trial.timeout) + SLACK_MS;
	if (ms > limitMs) complain(`the run took ${ms} ms, the limit is ${limitMs} ms`);
}

/** Outputs are in the order of the items, each paired with its item. */
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
			reports[index] = 'succeeded';
			if (workload.isCorrect?.(json, marker, index) === false) {
				complain(`the output of item ${index} is wrong: ${JSON.stringify(json).slice(0, 200)}`);
			}
		} else {
			const text = typeof error === 'string' ? error : JSON.stringify(error);
			reports[index] = AMBIGUOUS.test(text) ? 'ambiguous' : 'failed';
		}
	}
	counts.forEach((count, index) => {
		const expected = reports[index] === 'succeeded' ? perItem : 1;
		if (count !== expected) complain(`item ${index} has ${count} outputs instead of ${expected}`);
	});
	return reports;
}

function judgeReports(observation: Observation, reports: Report[], complain: Complain): void {
	const { trial, workload, markers } = observation;
	const processedCounts = effects(observation);
	reports.forEach((report, index) => {
		const times = processedCounts.get(markers[index] ?? '') ?? 0;
		const bad = trial.items[index]?.bad === true;
		if (report === 'succeeded' && bad && !mayBeDeletedAlready(trial)) {
			complain(`item ${index} cannot succeed, but is reported as succeeded`);
		}
		if (workload.kind === 'read') return;
		if (report === 'succeeded' && times === 0 && !bad) {
			complain(`item ${index} is reported as succeeded, but was not processed`);
		}
		if (report === 'failed' && times > 0) {
			complain(`item ${index} is reported as failed, but was processed ${times} times`);
		}
		if (report === 'ambiguous' && bad && times > 0) {
			complain(`item ${index} cannot succeed, but was processed`);
		}
	});
}

/** If the response to a deletion was lost, a retry that gets a 404 counts as success. */
function mayBeDeletedAlready({ workload, faults }: Trial): boolean {
	return workload === 'delete' && faults.length > 0;
}

/** On Error = Stop: the error states how many items succeeded, and how many may have. */
function judgeStop(observation: Observation, complain: Complain): void {
	const { trial, workload, result, markers } = observation;
	const { error } = result;
	if (workload.kind === 'read' || error === undefined) return;
	const processedCounts = effects(observation);
	const actual = markers.filter((marker) => (processedCounts.get(marker) ?? 0) > 0).length;
	const text = `${error.message} ${String(error.description)}`;
	const progress = PROGRESS.exec(text);
	if (trial.items.length > 1 && progress === null) {
		complain(`the error does not state how many items succeeded: ${text}`);
	}
	const done = Number(progress?.[1] ?? 0);
	const ownAmbiguity = AMBIGUOUS.test(text.replace(progress?.[0] ?? '', '')) ? 1 : 0;
	const possible = Number(progress?.[2] ?? 0) + ownAmbiguity;
	const alreadyDeleted = mayBeDeletedAlready(trial)
		? trial.items.filter(({ bad }) => bad).length
		: 0;
	if (actual < done - alreadyDeleted || actual > done + possible) {
		complain(
			`${actual} items were processed, but the error says ${done}, and ${possible} ambiguous: ${text}`,
		);
	}
}

/** If several items write the same entity, the last one wins. */
function judgeOrderOfWrites(observation: Observation, reports: Report[], complain: Complain): void {
	const { trial, sandbox, markers } = observation;
	if (trial.workload !== 'upsert' || hasLateEffects(trial)) return;
	const names = trial.items.map(({ bad }, index) => (bad ? undefined : `snippet ${index % 3}`));
	for (const name of new Set(names)) {
		const last = names.lastIndexOf(name);
		if (name === undefined || reports[last] !== 'succeeded') continue;
		const value = sandbox.state.snippets.find((snippet) => snippet.name === name)?.value;
		if (value !== markers[last]) {
			complain(`"${name}" is ${value}, but item ${last} wrote it last`);
		}
	}
}
