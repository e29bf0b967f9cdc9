/** Values that Customer.io cannot use fail their item before anything is sent, with the field's name. */
import { startSandbox, type Sandbox } from '../../../tools/sandbox/sandbox.ts';
import { located, rows, runTrack } from '../../support/trackNode.ts';

let sandbox: Sandbox;
beforeAll(async () => {
	sandbox = await startSandbox({ workMs: 0 });
});
beforeEach(() => sandbox.reset());
afterAll(async () => await sandbox.stop());

const person = located('email', 'ada@example.com');
const ada = { email: 'ada@example.com' };
const call = (value: object) => ({
	resource: 'call',
	operation: 'send',
	call: JSON.stringify(value),
});
const identify = { type: 'person', action: 'identify' };

test.each<[string, object, RegExp]>([
	[
		'nobody',
		{ resource: 'person', operation: 'delete', person: located('id', '={{ $json.none }}') },
		/^Person: is required/,
	],
	[
		'a person without an identifier',
		call({ ...identify, identifiers: {} }),
		/^Call \(JSON\): must have exactly one of id, email, phone, cio_id/,
	],
	[
		'a person with two identifiers',
		call({ ...identify, identifiers: { id: '1', ...ada } }),
		/^Call \(JSON\): must have exactly one of/,
	],
	[
		'a phone number in a merge',
		call({ type: 'person', action: 'merge', primary: ada, secondary: { phone: '+4930901820' } }),
		/^Call \(JSON\): must have exactly one of id, email, cio_id/,
	],
	[
		'a merge of a person with themselves',
		{ resource: 'person', operation: 'merge', primary: person, secondary: person },
		/^Person to Merge: must be another person than "Person to Keep"/,
	],
	[
		'an object without its type',
		{ resource: 'object', operation: 'delete', object: located('object_id', 'acme') },
		/^Object: must have the type and the ID of the object/,
	],
	['an unknown type', call({ type: 'group', action: 'identify' }), /must be one of person, object/],
	[
		'an unknown action',
		call({ type: 'person', action: 'alias' }),
		/must be one of identify, delete/,
	],
	[
		'an ID that lost digits',
		{
			...call({ ...identify, identifiers: { id: 1 } }),
			call: '{"type":"person","action":"identify","identifiers":{"id":12345678901234567890}}',
		},
		/more digits than are kept exactly/,
	],
	[
		'more than 32 KB',
		{
			resource: 'person',
			operation: 'upsert',
			person,
			attributes: rows({ bio: 'x'.repeat(33_000) }),
		},
		/^Attributes: must be smaller: the call has 33\d\d\d bytes/,
	],
	[
		'a blank event name',
		{ resource: 'event', operation: 'track', person, name: '  ' },
		/^Event Name: /,
	],
	[
		'a long event name',
		{ resource: 'event', operation: 'track', person, name: 'ä'.repeat(51) },
		/^Event Name: must have at most 100 bytes, but has 102/,
	],
	[
		'an event ID that is no ULID',
		{
			resource: 'event',
			operation: 'track',
			person,
			name: 'Joined',
			additionalFields: { eventId: '42' },
		},
		/^Event ID: must be a ULID/,
	],
	[
		'an anonymous event of nobody',
		{ resource: 'event', operation: 'trackAnonymous', name: 'Joined' },
		/^Anonymous ID or Recipient: one of them is required/,
	],
	[
		'a form with two identifiers',
		{
			resource: 'form',
			operation: 'submit',
			formId: 'contact',
			person,
			formFields: rows({ id: '42' }),
		},
		/^Form Fields: must not have an "id" or "email" beside the person/,
	],
	[
		'an empty batch',
		{ resource: 'call', operation: 'sendBatch', batch: '[]' },
		/^Calls \(JSON\): must hold at least one call/,
	],
	[
		'a path of another API',
		{ resource: 'apiRequest', operation: 'send', method: 'GET', path: '/v1/segments' },
		/^Path: "\/v1\/segments" is not a path of the API/,
	],
])('%s', async (_, parameters, message) => {
	const { error } = await runTrack(sandbox, { parameters });
	expect(error?.message).toMatch(message);
	expect(sandbox.requests).toEqual([]);
});
