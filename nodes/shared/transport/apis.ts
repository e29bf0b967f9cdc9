import { UserError } from 'n8n-workflow';

/** One of Customer.io's APIs. */
interface ApiDefinition {
	/** As the editor and error messages call it. */
	readonly name: string;
	/** Name of the credential type. */
	readonly credential: string;
	readonly hosts: { readonly us: string; readonly eu: string };
	/** Path that tells the region of a key, in either region. */
	readonly regionPath?: string;
}

/** All APIs that a node calls: another one is an entry here and a credential. */
const apis = {
	/** @see https://docs.customer.io/integrations/api/app/ */
	app: {
		name: 'Customer.io App API',
		credential: 'customerIoAppApi',
		hosts: { us: 'https://api.customer.io', eu: 'https://api-eu.customer.io' },
	},
	/** @see https://docs.customer.io/integrations/api/cdp/ */
	pipelines: {
		name: 'Customer.io Pipelines API',
		credential: 'customerIoPipelinesApi',
		hosts: { us: 'https://cdp.customer.io', eu: 'https://cdp-eu.customer.io' },
	},
	/** @see https://docs.customer.io/integrations/api/track/ */
	track: {
		name: 'Customer.io Track API',
		credential: 'customerIoTrackApi',
		hosts: { us: 'https://track.customer.io', eu: 'https://track-eu.customer.io' },
		regionPath: '/api/v1/accounts/region',
	},
} as const satisfies { readonly [name: string]: ApiDefinition };

export interface Api extends ApiDefinition {
	readonly credential: (typeof apis)[keyof typeof apis]['credential'];
}

export const appApi: Api = apis.app;
export const pipelinesApi: Api = apis.pipelines;
export const trackApi: Api = apis.track;

/**
 * The origin, and any path before `/v1` or `/api/v1`, of an API in a credential's region, without a final slash.
 *
 * @throws UserError if the region is unknown or the custom URL cannot be used
 */
export function baseUrl(api: Api, region: unknown, customUrl: unknown): string {
	if (region === 'us' || region === 'eu') return api.hosts[region];
	if (region !== 'custom') {
		throw new UserError(`Region: ${JSON.stringify(region)} is not known`, {
			description: 'Open the credential and choose US, EU or Custom URL.',
		});
	}
	const text = typeof customUrl === 'string' ? customUrl.trim() : '';
	const url = URL.canParse(text) ? new URL(text) : undefined;
	if (url === undefined || (url.protocol !== 'https:' && url.protocol !== 'http:')) {
		throw new UserError(`Base URL: "${text}" is not a URL`, {
			description:
				'Open the credential and enter a full address, such as https://proxy.example.com',
		});
	}
	if (url.username !== '' || url.password !== '') {
		// A request has one Authorization header, and that is the key's.
		throw new UserError('Base URL: must not have a user or password', {
			description:
				'Open the credential and remove what precedes @. Let the proxy tell n8n by its address instead.',
		});
	}
	if (url.search !== '' || url.hash !== '') {
		throw new UserError('Base URL: must not have a query or a fragment', {
			description: 'Open the credential and remove what follows ? or #.',
		});
	}
	// Paths of the API start with /v1 or /api/v1 themselves.
	return `${url.origin}${url.pathname}`.replace(/\/+$/, '').replace(/(\/api)?\/v1$/, '');
}

export type Region = 'US' | 'EU';

/** The region that a host of Customer.io serves; `undefined` for any other host. */
export function regionOfHost(host: string): Region | undefined {
	if (!host.endsWith('.customer.io')) return undefined;
	return /-eu\./.test(host) ? 'EU' : 'US';
}

/** `baseUrl` as an n8n expression over `$credentials`, for requests that n8n makes: credential tests. */
export function baseUrlExpression({ hosts }: Api): string {
	const custom =
		'($credentials.baseUrl || "").trim().replace(/\\/+$/, "").replace(/(\\/api)?\\/v1$/, "")';
	return `={{ $credentials.region === "custom" ? ${custom} : $credentials.region === "eu" ? "${hosts.eu}" : "${hosts.us}" }}`;
}
