import type {
	IAuthenticate,
	ICredentialTestRequest,
	ICredentialType,
	INodeProperties,
} from 'n8n-workflow';

import { baseUrlExpression, pipelinesApi } from '../nodes/shared/transport/apis';
import { regionProperties } from './region';

export class CustomerIoPipelinesApi implements ICredentialType {
	name = 'customerIoPipelinesApi';

	displayName = 'Customer.io Pipelines API';

	icon = {
		light: 'file:../icons/customerio.svg',
		dark: 'file:../icons/customerio.dark.svg',
	} as const;

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

	/** The white space of copying is not seen among the dots of a password field. */
	authenticate: IAuthenticate = async ({ apiKey }, request) => ({
		...request,
		auth: { username: String(apiKey).trim(), password: '' },
	});

	/**
	 * The API has nothing to read. An anonymous event creates no person, and only strict mode answers
	 * a wrong key with an error.
	 */
	test: ICredentialTestRequest = {
		request: {
			baseURL: baseUrlExpression(pipelinesApi),
			url: '/v1/track',
			method: 'POST',
			headers: { 'X-Strict-Mode': '1' },
			body: { anonymousId: 'n8n-connection-test', event: 'n8n Connection Test' },
		},
		rules: [
			{
				type: 'responseCode',
				properties: {
					value: 401,
					message:
						'Customer.io does not know this write key in this region. Check that it is the API key of a source, and try the other region.',
				},
			},
			{
				type: 'responseCode',
				properties: {
					value: 404,
					message:
						'There is no Customer.io Pipelines API at this base URL. Leave out the path, such as /v1.',
				},
			},
		],
	};
}
