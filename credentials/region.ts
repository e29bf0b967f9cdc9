import type { INodeProperties } from 'n8n-workflow';

/** Where the account lives: what both APIs need to know. */
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
