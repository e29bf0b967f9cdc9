import type { IHookFunctions, IWebhookFunctions } from 'n8n-workflow';

import { appApi } from '../../shared/transport/apis';

/** The credential's signing key, without the white space of copying; empty if there is none. */
export async function signingKeyOf(context: IHookFunctions | IWebhookFunctions): Promise<string> {
	const { webhookSigningSecret } = await context.getCredentials(appApi.credential);
	return typeof webhookSigningSecret === 'string' ? webhookSigningSecret.trim() : '';
}
