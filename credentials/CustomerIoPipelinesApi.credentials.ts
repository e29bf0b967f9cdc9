import type {
	IAuthenticate,
	ICredentialTestRequest,
	ICredentialType,
	INodeProperties,
} from 'n8n-workflow';

import { pipelinesApi } from '../nodes/shared/transport/apis';
import { credentialTest, icon, regionProperties } from './common';

export class CustomerIoPipelinesApi implements ICredentialType {
	name = 'customerIoPipelinesApi';

	displayName = 'Customer.io Pipelines API';

	icon = icon;

	documentationUrl = 'https://docs.customer.io/integrations/data-in/connections/http-api/';

	properties: INodeProperties[] = [
		{
			displayName: 'Write Key',
			name: 'apiKey',
			type: 'string',
			typeOptions: { password: true },
			required: true,
			default: '',
			description:
				'The API key of a source. In Customer.io: Integrations > Customer.io API > Settings. Site IDs and App API keys do not work here.',
		},
		...regionProperties,
	];

	/** White space copied with a key does not show among the dots of a password field. */
	authenticate: IAuthenticate = async ({ apiKey }, request) => ({
		...request,
		auth: { username: String(apiKey).trim(), password: '' },
	});

	/**
	 * The API has nothing to read. An anonymous event creates no person, and only strict mode rejects a
	 * wrong key.
	 */
	test: ICredentialTestRequest = credentialTest(
		pipelinesApi,
		{
			url: '/v1/track',
			method: 'POST',
			headers: { 'X-Strict-Mode': '1' },
			body: { anonymousId: 'n8n-connection-test', event: 'n8n Connection Test' },
		},
		'Customer.io does not know this write key in this region. Check that it is the API key of a source, and try the other region.',
	);
}
