/** Which events start a run. */
import { matches, type Filters } from '../../../nodes/CustomerIoAppTrigger/event/filters.ts';
import { openedEmail } from '../../support/triggerNode.ts';

const from = (data: object) => openedEmail({ data: { campaign_id: undefined, ...data } });

test.each<[string, Filters, object, boolean]>([
	['no filters', {}, openedEmail(), true],
	['empty filters', { campaigns: ' , ', recipientDomains: '' }, openedEmail(), true],
	['campaign', { campaigns: '12,5' }, openedEmail(), true],
	['another campaign', { campaigns: '55' }, openedEmail(), false],
	['a number from an expression', { campaigns: 5 }, openedEmail(), true],
	['a list from an expression', { campaigns: [4, '5'] }, openedEmail(), true],
	['newsletter', { newsletters: '10' }, from({ newsletter_id: 10 }), true],
	['no newsletter', { newsletters: '10' }, openedEmail(), false],
	['a newsletter without ID', { newsletters: 'null' }, from({ newsletter_id: null }), false],
	['broadcast', { broadcasts: '9' }, from({ broadcast_id: 9 }), true],
	['transactional', { transactionalMessages: '7' }, from({ transactional_message_id: 7 }), true],
	['either source', { campaigns: '5', newsletters: '10' }, openedEmail(), true],
	['neither source', { campaigns: '6', newsletters: '10' }, openedEmail(), false],
	['action', { actions: '96' }, openedEmail(), true],
	['action of another campaign', { actions: '96', campaigns: '6' }, openedEmail(), false],
	['domain', { recipientDomains: 'example.org, Example.COM' }, openedEmail(), true],
	['domain with @', { recipientDomains: '@example.com' }, openedEmail(), true],
	['another domain', { recipientDomains: 'ample.com' }, openedEmail(), false],
	[
		'domain of a name and address',
		{ recipientDomains: 'a.example' },
		from({ recipient: 'A <x@a.example>' }),
		true,
	],
	['domain of the person', { recipientDomains: 'example.com' }, from({ recipient: '+1555' }), true],
	['no address at all', { recipientDomains: 'example.com' }, { metric: 'sent' }, false],
	['machines are skipped', { skipMachines: true }, from({ machine: true }), false],
	['prefetched opens too', { skipMachines: true }, from({ prefetched: true }), false],
	['an open through a proxy is a person’s', { skipMachines: true }, from({ proxied: true }), true],
	['machines are not skipped', { skipMachines: false }, from({ machine: true }), true],
])('%s', (_, filters, event, expected) => {
	expect(matches(event, filters, true)).toBe(expected);
});

describe('values in the payload', () => {
	const holds = (field: string, value: unknown, event: object = openedEmail()) =>
		matches(event, { payload: { conditions: [{ field, value }] } }, true);

	test.each<[string, unknown, boolean]>([
		['data.identifiers.email', 'ada@example.com', true],
		['data.identifiers.email', 'ADA@example.com', false],
		['data.campaign_id', '5', true],
		['data.campaign_id', 5, true],
		['data.prefetched', 'false', true],
		['data.nothing', '', false],
		['data.subject.length', '19', false],
		['data.constructor.name', 'Object', false],
		['__proto__', '{}', false],
		['metric', 'opened', true],
		['subject', 'Thanks for joining!', true],
		['subject', 'Another one', false],
		['person_email', 'ada@example.com', true],
		['event', 'email_opened', true],
		['source', 'campaign', true],
		['verified', 'true', true],
		['', 'anything', true],
	])('%s is %j: %s', (field, value, expected) => {
		expect(holds(field, value)).toBe(expected);
	});

	test('all must fit', () => {
		const conditions = [
			{ field: 'metric', value: 'opened' },
			{ field: 'object_type', value: 'sms' },
		];
		expect(matches(openedEmail(), { payload: { conditions } }, true)).toBe(false);
	});
});

test('never throws, whatever the event and filter', () => {
	for (const data of [undefined, null, 'text', [], { identifiers: 'text', recipient: 42 }]) {
		const event = { event_id: 'A', object_type: 'email', metric: 'sent', data };
		expect(matches(event, { recipientDomains: 'example.com', campaigns: '5' }, true)).toBe(false);
		expect(matches(event, {}, true)).toBe(true);
	}
});
