import { located, rows } from '../../support/trackNode.ts';
import { acme, ada, person, SECONDS, TIME, type Case } from './case.ts';

const personAttributes = {
	parameters: {
		attributes: rows({ plan: 'pro' }),
		additionalFields: {
			createdAt: TIME,
			unsubscribed: true,
			subscriptionTopics: { values: [{ name: 'topic_1', value: true }] },
			anonymousId: 'visitor-1',
			timestamp: TIME,
		},
	},
	body: {
		timestamp: SECONDS,
		attributes: {
			plan: 'pro',
			created_at: SECONDS,
			unsubscribed: true,
			'cio_subscription_preferences.topics.topic_1': true,
			anonymous_id: 'visitor-1',
		},
	},
};

const relationshipsJson = JSON.stringify([
	{ identifiers: acme, relationship_attributes: { role: 'admin' } },
]);

export const personCases: readonly Case[] = [
	{
		of: 'person.identify',
		operation: 'person.upsert',
		minimal: {
			parameters: { person },
			body: { type: 'person', action: 'identify', identifiers: ada },
		},
		full: {
			parameters: {
				...personAttributes.parameters,
				person: located('phone', '+4930901820'),
				additionalFields: { ...personAttributes.parameters.additionalFields, relationshipsJson },
			},
			body: {
				...personAttributes.body,
				type: 'person',
				action: 'identify',
				identifiers: { phone: '+4930901820' },
				cio_relationships: [{ identifiers: acme, relationship_attributes: { role: 'admin' } }],
			},
		},
	},
	{
		of: 'person.identify',
		operation: 'person.update',
		minimal: {
			parameters: { person: located('cio_id', 'cio_a3000001') },
			body: {
				type: 'person',
				action: 'identify',
				identifiers: { cio_id: 'a3000001' },
				attributes: { _update: true },
			},
		},
		full: {
			parameters: { ...personAttributes.parameters, person },
			body: {
				...personAttributes.body,
				type: 'person',
				action: 'identify',
				identifiers: ada,
				attributes: { ...personAttributes.body.attributes, _update: true },
			},
		},
	},
	...['delete', 'suppress', 'unsuppress'].map((action) => ({
		of: `person.${action}`,
		operation: `person.${action}`,
		minimal: {
			parameters: { person: located('id', 42) },
			body: { type: 'person', action, identifiers: { id: '42' } },
		},
	})),
	{
		of: 'person.merge',
		operation: 'person.merge',
		minimal: {
			parameters: { primary: person, secondary: located('cio_id', 'cio_a3000002') },
			body: { type: 'person', action: 'merge', primary: ada, secondary: { cio_id: 'a3000002' } },
		},
	},
	{
		of: 'person.add_device',
		operation: 'device.upsert',
		minimal: {
			parameters: { person, token: 'token-1', platform: 'ios' },
			body: {
				type: 'person',
				action: 'add_device',
				identifiers: ada,
				device: { token: 'token-1', platform: 'ios' },
			},
		},
		full: {
			parameters: {
				person,
				token: 'token-1',
				platform: 'android',
				additionalFields: {
					lastUsed: TIME,
					deviceAttributesJson: '{ "push_enabled": true, "device_model": "Pixel" }',
				},
			},
			body: {
				type: 'person',
				action: 'add_device',
				identifiers: ada,
				device: {
					token: 'token-1',
					platform: 'android',
					last_used: SECONDS,
					attributes: { push_enabled: 'true', device_model: 'Pixel' },
				},
			},
		},
	},
	{
		of: 'person.delete_device',
		operation: 'device.delete',
		minimal: {
			parameters: { person, token: 'token-1' },
			body: {
				type: 'person',
				action: 'delete_device',
				identifiers: ada,
				device: { token: 'token-1' },
			},
		},
	},
];
