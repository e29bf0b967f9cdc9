import {
	appApi,
	baseUrl,
	pipelinesApi,
	regionOfHost,
} from '../../../nodes/shared/transport/apis.ts';

describe('baseUrl', () => {
	it('is the host of the region', () => {
		expect(baseUrl(appApi, 'us', '')).toBe('https://api.customer.io');
		expect(baseUrl(appApi, 'eu', '')).toBe('https://api-eu.customer.io');
		expect(baseUrl(pipelinesApi, 'us', '')).toBe('https://cdp.customer.io');
		expect(baseUrl(pipelinesApi, 'eu', '')).toBe('https://cdp-eu.customer.io');
	});

	it.each([
		['http://127.0.0.1:8025', 'http://127.0.0.1:8025'],
		[' https://proxy.example.com/ ', 'https://proxy.example.com'],
		['https://proxy.example.com/customerio/', 'https://proxy.example.com/customerio'],
		['https://api.customer.io/v1', 'https://api.customer.io'],
	])('accepts a custom URL: %j', (entered, expected) => {
		expect(baseUrl(appApi, 'custom', entered)).toBe(expected);
	});

	it.each(['', 'proxy.example.com', 'ftp://proxy.example.com', 'https://', undefined])(
		'rejects %j and names the field',
		(entered) => {
			expect(() => baseUrl(appApi, 'custom', entered)).toThrow(/^Base URL: /);
		},
	);

	it('rejects a query, which would absorb the path', () => {
		expect(() => baseUrl(appApi, 'custom', 'https://a.example?x=1')).toThrow(/query/);
	});

	it('rejects a user and password, which the key would replace', () => {
		for (const entered of [
			'https://ada:secret@proxy.example.com',
			'https://ada@proxy.example.com',
		]) {
			expect(() => baseUrl(appApi, 'custom', entered)).toThrow(
				/^Base URL: must not have a user or password$/,
			);
		}
	});

	it('rejects an unknown region', () => {
		expect(() => baseUrl(appApi, 'asia', '')).toThrow(/^Region: "asia"/);
	});
});

it('knows the region of a host', () => {
	expect(
		['api', 'cdp', 'track', 'api-eu', 'beta-api-eu'].map((name) =>
			regionOfHost(`${name}.customer.io`),
		),
	).toEqual(['US', 'US', 'US', 'EU', 'EU']);
	expect(['customer.io.example.com', 'notcustomer.io', '127.0.0.1'].map(regionOfHost)).toEqual([
		undefined,
		undefined,
		undefined,
	]);
});
