import { runCredentialTrial } from './credentialTrial.ts';
import { runNodeTrial } from './runNodeTrial.ts';
import { runTriggerTrial } from './runTriggerTrial.ts';
import type { Trial } from './trials.ts';

/**
 * Runs a trial.
 *
 * @returns a message per broken invariant; empty if the trial passed
 */
export async function runTrial(trial: Trial): Promise<string[]> {
	switch (trial.kind) {
		case 'node':
			return await runNodeTrial(trial);
		case 'credential':
			return await runCredentialTrial(trial);
		case 'trigger':
			return await runTriggerTrial(trial);
	}
}
