import type {
	IAuthenticate,
	ICredentialTestRequest,
	ICredentialType,
	INodeProperties,
} from 'n8n-workflow';

import { trackApi } from '../nodes/shared/transport/apis';
import { credentialTest, icon, regionProperties } from './common';

export class CustomerIoTrackApi implements ICredentialType {
	name = 'customerIoTrackApi';

	displayName = 'Customer.io Track API';

	icon = icon;

	documentationUrl = 'https://docs.customer.io/accounts-and-workspaces/managing-credentials/';

	properties: INodeProperties[] = [
		{
			displayName: 'Site ID',
			name: 'siteId',
			type: 'string',
			required: true,
			default: '',
			description: 'In Customer.io: Account Settings > API Credentials > Track API Keys',
		},
		{
			displayName: 'API Key',
			name: 'apiKey',
			type: 'string',
			typeOptions: { password: true },
			required: true,
			default: '',
			description: 'The Track API key beside the site ID. App API keys do not work here.',
		},
		...regionProperties,
	];

	/** White space copied with a key does not show among the dots of a password field. */
	authenticate: IAuthenticate = async ({ siteId, apiKey }, request) => ({
		...request,
		auth: { username: String(siteId).trim(), password: String(apiKey).trim() },
	});

	/**
	 * The servers of both regions answer with the region of the account. A rule is the same for both, so it is for the
	 * default region only: with another one the response is text, in which no rule finds a region.
	 */
	test: ICredentialTestRequest = credentialTest(
		trackApi,
		{
			url: '/api/v1/accounts/region',
			encoding: '={{ $credentials.region === "us" ? "json" : "text" }}' as 'json',
		},
		'Customer.io does not know this site ID and API key. Check that they are a pair of Track API keys (not an App API key or a write key), and try the other region.',
		[
			{
				type: 'responseSuccessBody',
				properties: {
					key: 'region',
					value: 'eu',
					message:
						'Wrong region: this account is in the EU region of Customer.io. Set Region to EU.',
				},
			},
		],
	);
}
