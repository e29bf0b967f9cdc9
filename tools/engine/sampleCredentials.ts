import type { Sandbox } from '../sandbox/sandbox.ts';

/** Data for our credential types that points at a sandbox. */
export function sampleCredentials({ url, appKey, writeKey, signingKey }: Sandbox) {
	const region = { region: 'custom', baseUrl: url };
	return {
		customerIoAppApi: { ...region, apiKey: appKey, webhookSigningSecret: signingKey },
		customerIoPipelinesApi: { ...region, apiKey: writeKey },
	};
}
