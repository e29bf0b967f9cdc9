import type {
	IAuthenticate,
	ICredentialTestRequest,
	ICredentialType,
	INodeProperties,
} from 'n8n-workflow';

import { appApi } from '../nodes/shared/transport/apis';
import { credentialTest, icon, regionProperties } from './common';

export class CustomerIoAppApi implements ICredentialType {
	name = 'customerIoAppApi';

	displayName = 'Customer.io App API';

	icon = icon;

	documentationUrl = 'https://docs.customer.io/accounts-and-workspaces/managing-credentials/';

	properties: INodeProperties[] = [
		{
			displayName: 'App API Key',
			name: 'apiKey',
			type: 'string',
			typeOptions: { password: true },
			required: true,
			default: '',
			description:
				'In Customer.io: Account Settings > API Credentials > App API Keys. Tracking keys do not work here.',
		},
		...regionProperties,
		{
			displayName: 'Workspace ID',
			name: 'workspaceId',
			type: 'string',
			default: '',
			placeholder: 'e.g. 12345',
			description:
				'Only for a service-account token (it starts with sa_live_): the workspace that sends messages. Leave it empty for an App API key.',
		},
		{
			displayName: 'Webhook Signing Key',
			name: 'webhookSigningSecret',
			type: 'string',
			typeOptions: { password: true },
			default: '',
			description:
				'For the Customer.io App Trigger, to verify that events come from Customer.io. In Customer.io: Integrations > Reporting Webhooks.',
		},
	];

	/**
	 * A function, because n8n would resolve an expression for each request: an eighth of its CPU time.
	 * White space copied with a key does not show among the dots of a password field.
	 */
	authenticate: IAuthenticate = async ({ apiKey }, request) => ({
		...request,
		headers: { ...request.headers, Authorization: `Bearer ${String(apiKey).trim()}` },
	});

	/** The one call that needs no scope, so that a restricted key passes. */
	test: ICredentialTestRequest = credentialTest(
		appApi,
		{ url: '/v1/info/ip_addresses' },
		'Customer.io does not know this App API key in this region. Check that it is an App API key (not a tracking key), and try the other region.',
	);
}
