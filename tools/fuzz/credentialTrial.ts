/** The test of a credential, as n8n's dialog runs it, under faults of the service. */
import { randomUUID } from 'node:crypto';

import { testCredential } from '../engine/harness.ts';
import { startSandbox } from '../sandbox/sandbox.ts';
import { complaints } from './complaints.ts';
import { startGateway } from './gateway.ts';
import { secretIn, SITE_ID } from './secrets.ts';
import type { CredentialTrial } from './trials.ts';

export async function runCredentialTrial(trial: CredentialTrial): Promise<string[]> {
	const key = `key-${randomUUID()}`;
	const sandbox = await startSandbox({
		limits: false,
		appKey: key,
		writeKey: key,
		siteId: SITE_ID,
		trackKey: key,
	});
	const gateway = await startGateway(sandbox.url, trial.faults);
	const { broken, complain } = complaints();
	try {
		const apiKey = trial.wrongKey ? `wrong-${key}` : key;
		const data = { region: 'custom', baseUrl: gateway.url, siteId: SITE_ID, apiKey };
		const test = await testCredential(trial.credential, data);
		if (gateway.followed > 0)
			complain('the test of the credential followed a redirect with the key');
		const { status = 0 } = gateway.requests.at(-1) ?? {};
		if (test.status === 'OK' && (status < 200 || status >= 300)) {
			complain(`the test of the credential succeeded, although the response was ${status}`);
		}
		if (test.status === 'Error' && trial.faults.length === 0 && !trial.wrongKey) {
			complain(`the test of a good credential failed: ${test.message}`);
		}
		const secret = secretIn(test, apiKey);
		if (secret !== undefined) complain(`the test shows the key: ${secret}`);
		return broken;
	} finally {
		await gateway.close();
		await sandbox.stop();
	}
}
