/** Checks the invariants against what the gateway and the sandbox saw, not against the nodes' own state. */
import { complaints, type Complain } from './complaints.ts';
import { WORDS } from './faults.ts';
import { judgeOutputs, type ItemReport } from './outputs.ts';
import type { Observation } from './observation.ts';
import { secretIn } from './secrets.ts';
import { hasLateEffects, isBlocked, type NodeTrial } from './trials.ts';

const AMBIGUOUS = /may (?:still )?have succeeded|after the item succeeded/i;

/** Item counts in the error of a run that stopped. */
const PROGRESS =
	/(?: failed\.|In an earlier try,) (\d+) items? succeeded(?:,? and (\d+) more may have)?\./;

/** @returns a message per broken invariant */
export function judge(observation: Observation): string[] {
	const { trial, result } = observation;
	const { broken, complain } = complaints();
	judgeDuplicates(observation, complain);
	judgeEnd(observation, complain);
	judgeSecrets(observation, complain);
	if (observation.gateway.followed > 0) complain('a redirect was followed with the key');
	if (isBlocked(trial) && observation.gateway.requests.length > 0) {
		complain(`with ${trial.setup}, ${observation.gateway.requests.length} requests were sent`);
	}
	if (result.status === 'canceled' && (trial.cancel !== undefined || observation.endless)) {
		return broken;
	}
	if (result.error !== undefined) {
		if (trial.onError !== 'stop') complain(`the run failed: ${result.error.message}`);
		else judgeStop(observation, complain);
		return broken;
	}
	const reports = judgeOutputs(observation, complain);
	judgeReports(observation, reports, complain);
	judgeErrors(observation, reports, complain);
	judgeOrderOfWrites(observation, reports, complain);
	return broken;
}

/** How often each item was processed, by marker. */
function effects({ workload, sandbox }: Observation): Map<string, number> {
	const counts = new Map<string, number>();
	const markers =
		workload.processed?.(sandbox) ??
		sandbox.requests.flatMap((request) => {
			const marker = request.processed ? workload.markerOf?.(request) : undefined;
			return marker === undefined ? [] : [marker];
		});
	for (const marker of markers) counts.set(marker, (counts.get(marker) ?? 0) + 1);
	return counts;
}

function judgeDuplicates(observation: Observation, complain: Complain): void {
	const { kind } = observation.workload;
	if (kind !== 'unsafe' && kind !== 'calls') return;
	for (const [marker, times] of effects(observation)) {
		if (times > 1) complain(`${marker} was processed ${times} times`);
	}
}

/** No requests after the end, and an end. */
function judgeEnd({ sentAfterEnd, unanswered, endless }: Observation, complain: Complain): void {
	if (sentAfterEnd > 0) complain(`${sentAfterEnd} requests were sent after the node had ended`);
	if (unanswered > 0) complain(`${unanswered} requests still have no response`);
	if (endless) complain('the run did not end');
}

/** A key is only in a run that had an error: nothing else comes from responses that echo it. */
function judgeSecrets({ result, key, trial }: Observation, complain: Complain): void {
	if (trial.faults.length === 0 && trial.setup === 'good') return;
	const secret = secretIn(result.run.data.resultData, key);
	if (secret !== undefined) complain(`the run's data holds the key: ${secret}`);
}

function judgeReports(observation: Observation, reports: ItemReport[], complain: Complain): void {
	const { trial, workload, markers } = observation;
	const processedCounts = effects(observation);
	const sent = sentMarkers(observation);
	reports.forEach(({ outcome }, index) => {
		const marker = markers[index] ?? '';
		const times = processedCounts.get(marker) ?? 0;
		const bad = trial.items[index]?.bad === true;
		const cannotSucceed = isBlocked(trial) || (bad && !mayBeDeletedAlready(trial));
		if (outcome === 'succeeded' && cannotSucceed) {
			complain(`item ${index} cannot succeed, but is reported as succeeded`);
		}
		if (outcome === 'ambiguous' && isBlocked(trial)) {
			complain(`item ${index} was never sent, but is reported as ambiguous`);
		}
		if (workload.kind === 'read') {
			if (outcome === 'ambiguous') complain(`item ${index} only reads, but is ambiguous`);
			return;
		}
		if (outcome === 'succeeded' && times === 0 && !bad) {
			complain(`item ${index} is reported as succeeded, but was not processed`);
		}
		if (outcome === 'failed' && times > 0) {
			complain(`item ${index} is reported as failed, but was processed ${times} times`);
		}
		if (bad && times > 0) complain(`item ${index} cannot succeed, but was processed`);
		if (outcome === 'ambiguous' && !sent(marker) && !hasLateEffects(trial)) {
			complain(`item ${index} was never sent, but is reported as ambiguous`);
		}
	});
}

/** Whether a request with an item has left the node. */
function sentMarkers({ workload, gateway }: Observation): (marker: string) => boolean {
	if (workload.markerOf === undefined) {
		const texts = gateway.requests.map(({ body }) => JSON.stringify(body));
		return (marker) => texts.some((text) => text.includes(`"${marker}"`));
	}
	const markers = new Set(gateway.requests.map((request) => workload.markerOf?.(request)));
	return (marker) => markers.has(marker);
}

/** If the response to a deletion was lost, a retry that gets a 404 counts as success. */
function mayBeDeletedAlready({ workload, faults }: NodeTrial): boolean {
	return workload === 'delete' && faults.length > 0;
}

/** What Customer.io says is in the error, whatever the form in which it says it. */
function judgeErrors(observation: Observation, reports: ItemReport[], complain: Complain): void {
	const { trial, workload, gateway, markers } = observation;
	const isOther = ({ what }: NodeTrial['faults'][number]) =>
		what === 'rateLimited' || what === 'connect';
	if (workload.markerOf === undefined || trial.limits || hasLateEffects(trial)) return;
	if (trial.faults.some(isOther) || trial.setup === 'credentialVanishes') return;
	reports.forEach(({ outcome, error }, index) => {
		const last = gateway.requests.findLast(
			(request) => workload.markerOf?.(request) === markers[index],
		);
		const plan = last?.plan;
		if (outcome === 'succeeded' || plan?.what !== 'status') return;
		if (plan.body !== 'none' && !error.message.includes(WORDS)) {
			complain(`item ${index} does not say what Customer.io said: ${error.message}`);
		}
		if (Number(error.httpCode) !== plan.status) {
			complain(`item ${index} got ${plan.status}, but says ${JSON.stringify(error.httpCode)}`);
		}
	});
}

/** On Error = Stop: the error states how many items succeeded, and how many may have; nothing new starts. */
function judgeStop(observation: Observation, complain: Complain): void {
	const { trial, workload, result, markers } = observation;
	const { error } = result;
	if (error === undefined || isBlocked(trial)) return;
	if (workload.isList === true) return judgeStoppedLists(observation, complain);
	if (workload.kind === 'read') return;
	const processedCounts = effects(observation);
	const actual = markers.filter((marker) => (processedCounts.get(marker) ?? 0) > 0).length;
	const text = `${error.message} ${String(error.description)}`;
	const progress = PROGRESS.exec(text);
	const isSent = observation.gateway.requests.length > 0;
	// A later try that cannot begin has nothing to state.
	const mayBeSilent = trial.setup === 'credentialVanishes' && actual === 0;
	if (isSent && trial.items.length > 1 && progress === null && !mayBeSilent) {
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

/** A bad item fails before its first page: the others, which have many pages, read no more than those on their way. */
function judgeStoppedLists({ trial, gateway }: Observation, complain: Complain): void {
	const bad = trial.items.findIndex((item) => item.bad);
	if (bad < 0 || trial.faults.length > 0 || trial.setup !== 'good' || trial.limits) return;
	const most = 3 * bad * trial.tries + 1;
	if (gateway.requests.length > most) {
		complain(`${gateway.requests.length} pages were read although item ${bad} had failed`);
	}
}

/** If several items write the same entity, the last one wins. */
function judgeOrderOfWrites(
	observation: Observation,
	reports: ItemReport[],
	complain: Complain,
): void {
	const { trial, workload, sandbox, markers } = observation;
	const { writes } = workload;
	if (writes === undefined || hasLateEffects(trial)) return;
	const entities = trial.items.map(({ bad }, index) => (bad ? undefined : writes.entityOf(index)));
	for (const entity of new Set(entities)) {
		const last = entities.lastIndexOf(entity);
		if (entity === undefined || reports[last]?.outcome !== 'succeeded') continue;
		const value = writes.markerIn(sandbox, entity);
		if (value !== markers[last]) {
			complain(`"${entity}" is ${String(value)}, but item ${last} wrote it last`);
		}
	}
}
