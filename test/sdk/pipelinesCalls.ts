import type { Analytics } from '@customerio/cdp-analytics-node';
import type { PipelinesClient } from 'customerio-node';

import type { Calls } from './calls.ts';

const timestamp = new Date().toISOString();
const context = { ip: '192.0.2.1', locale: 'de-AT' };
const full = { anonymousId: 'visitor-1', timestamp, context };
const identify = { userId: '1', traits: { email: 'ada@example.com' } };

/** Everything that the Pipelines client of `customerio-node` does. */
export const pipelinesCalls: Calls<PipelinesClient> = {
	identify: [[{ userId: '1' }], [{ ...identify, ...full, messageId: 'message-1' }]],
	track: [
		[{ userId: '1', event: 'Ordered' }],
		[
			{
				userId: '1',
				event: 'Ordered',
				properties: { total: 9.5 },
				...full,
				messageId: 'message-2',
			},
		],
	],
	page: [
		[{ anonymousId: 'visitor-1' }],
		[{ userId: '1', name: 'Prices', category: 'Shop', properties: { url: '/' }, ...full }],
	],
	screen: [
		[{ anonymousId: 'visitor-1', name: 'Home' }],
		[{ userId: '1', name: 'Home', category: 'App', properties: { build: 7 }, ...full }],
	],
	group: [
		[{ userId: '1', groupId: 'acme' }],
		[{ userId: '1', groupId: 'acme', traits: { plan: 'pro' }, ...full }],
	],
	alias: [
		[{ userId: '1', previousId: '2' }],
		[{ userId: '1', previousId: '2', timestamp, context }],
	],
	batch: [
		[[{ type: 'identify', userId: '1' }]],
		[
			[
				{ type: 'identify', ...identify, ...full },
				{ type: 'track', userId: '1', event: 'Ordered', properties: { total: 9.5 } },
				{ type: 'page', userId: '1', name: 'Prices' },
				{ type: 'screen', userId: '1', name: 'Home' },
				{ type: 'group', userId: '1', groupId: 'acme' },
				{ type: 'alias', userId: '1', previousId: '2' },
			],
		],
	],
};

type Event = 'alias' | 'group' | 'identify' | 'page' | 'screen' | 'track';

/** Everything that Customer.io's analytics library sends. It has more methods than these, which send nothing. */
export const analyticsCalls: Pick<Calls<Analytics>, Event> = {
	identify: [[{ userId: '1' }], [{ ...identify, ...full, messageId: 'message-1' }]],
	track: [
		[{ userId: '1', event: 'Ordered' }],
		[{ userId: '1', event: 'Ordered', properties: { total: 9.5 }, ...full }],
	],
	page: [
		[{ anonymousId: 'visitor-1' }],
		[{ userId: '1', name: 'Prices', category: 'Shop', properties: { url: '/' }, ...full }],
	],
	screen: [
		[{ anonymousId: 'visitor-1', name: 'Home' }],
		[{ userId: '1', name: 'Home', category: 'App', properties: { build: 7 }, ...full }],
	],
	group: [
		[{ userId: '1', groupId: 'acme' }],
		[{ userId: '1', groupId: 'acme', traits: { plan: 'pro' }, ...full }],
	],
	alias: [
		[{ userId: '1', previousId: '2' }],
		[{ userId: '1', previousId: '2', timestamp, context }],
	],
};

/** Methods of the analytics library that are about the library itself: no request of their own. */
export const ANALYTICS_WITHOUT_REQUEST = ['closeAndFlush', 'register', 'deregister'];
