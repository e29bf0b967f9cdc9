/** What the credentials have in common. */
import type {
	IAuthenticateRuleResponseCode,
	IAuthenticateRuleResponseSuccessBody,
	ICredentialTestRequest,
	INodeProperties,
} from 'n8n-workflow';

import { baseUrlExpression, type Api } from '../nodes/shared/transport/apis';

export const icon = {
	light: 'file:../icons/customerio.svg',
	dark: 'file:../icons/customerio.dark.svg',
} as const;

/** Where the account lives. */
export const regionProperties: INodeProperties[] = [
	{
		displayName: 'Region',
		name: 'region',
		type: 'options',
		options: [
			{ name: 'US', value: 'us' },
			{ name: 'EU', value: 'eu' },
			{
				name: 'Custom URL',
				value: 'custom',
				description: 'A proxy in front of Customer.io, or a test server',
			},
		],
		default: 'us',
		description: 'Data center of the account. In Customer.io: Account Settings > Privacy & Data.',
	},
	{
		displayName: 'Base URL',
		name: 'baseUrl',
		type: 'string',
		required: true,
		default: '',
		placeholder: 'e.g. https://proxy.example.com',
		description: 'Address of the server, without /v1',
		displayOptions: { show: { region: ['custom'] } },
	},
];

type Rule = IAuthenticateRuleResponseCode | IAuthenticateRuleResponseSuccessBody;

const REDIRECTS = [301, 302, 303, 307, 308];

/**
 * The request that tests a credential, and what it says about the usual mistakes.
 *
 * Its rules are fixed, so it cannot ask the other region. n8n also takes a function of a node
 * (`testedBy`), but gives it no HTTP client besides `helpers.request`, which n8n's linter forbids.
 *
 * @param unauthorized the message if Customer.io does not accept the key
 * @param wrongRegion a response that shows that the account is in the other region
 */
export function credentialTest(
	api: Api,
	request: ICredentialTestRequest['request'],
	unauthorized: string,
	wrongRegion: readonly IAuthenticateRuleResponseSuccessBody[] = [],
): ICredentialTestRequest {
	const rules: Rule[] = [
		responseCode(401, unauthorized),
		responseCode(404, `There is no ${api.name} at this base URL. Omit the path, such as /v1.`),
		...REDIRECTS.map((status) =>
			responseCode(
				status,
				'Customer.io redirects to another server: the account is in the other region, or the base URL is wrong. Choose the other region.',
			),
		),
		...wrongRegion,
	];
	return {
		request: {
			baseURL: baseUrlExpression(api),
			// The other region's server redirects: the key must not follow, and the test must not pass.
			disableFollowRedirect: true,
			...request,
		},
		// n8n applies rules of both types; its type allows one of them.
		rules: rules as ICredentialTestRequest['rules'] & Rule[],
	};
}

function responseCode(value: number, message: string): Rule {
	return { type: 'responseCode', properties: { value, message } };
}
