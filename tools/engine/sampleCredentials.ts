import type { Sandbox } from '../sandbox/sandbox.ts';

/** Credential data for a sandbox, by credential type. */
export function sampleCredentials({
	url,
	appKey,
	writeKey,
	siteId,
	trackKey,
	signingKey,
}: Sandbox) {
	const region = { region: 'custom', baseUrl: url };
	return {
		customerIoAppApi: { ...region, apiKey: appKey, webhookSigningSecret: signingKey },
		customerIoPipelinesApi: { ...region, apiKey: writeKey },
		customerIoTrackApi: { ...region, siteId, apiKey: trackKey },
	};
}
