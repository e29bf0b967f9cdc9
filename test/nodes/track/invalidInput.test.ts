/** Values that Customer.io cannot use fail their item before anything is sent, with the field's name. */
import { startSandbox, type Sandbox } from '../../../tools/sandbox/sandbox.ts';
import { callsOf, located, rows, runTrack } from '../../support/trackNode.ts';

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
		/^Call \(JSON\) > identifiers: must have exactly one of id, email, phone, cio_id/,
	],
	[
		'a person with two identifiers',
		call({ ...identify, identifiers: { id: '1', ...ada } }),
		/^Call \(JSON\) > identifiers: must have exactly one of/,
	],
	[
		'a phone number in a merge',
		call({ type: 'person', action: 'merge', primary: ada, secondary: { phone: '+4930901820' } }),
		/^Call \(JSON\) > secondary: must have exactly one of id, email, cio_id/,
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

/** Ways to give the identifiers of a person as JSON. */
const ways: ReadonlyArray<readonly [string, (call: object) => object]> = [
	['a call', (value) => call(value)],
	[
		'a batch',
		(value) => ({ resource: 'call', operation: 'sendBatch', batch: JSON.stringify([value]) }),
	],
];

describe.each(ways)('the rules of fields hold in %s written as JSON', (_, given) => {
	const event = { type: 'person', action: 'event', identifiers: { id: '1' }, name: 'Paid' };
	test.each<[string, object, RegExp]>([
		['V3 a boolean as ID', { ...identify, identifiers: { id: false } }, /identifiers.id/],
		['V3 "undefined" as ID', { ...identify, identifiers: { id: 'undefined' } }, /identifiers.id/],
		['V3 NUL in an ID', { ...identify, identifiers: { id: 'a\u0000' } }, /identifiers.id/],
		['V3 an ID of 151 bytes', { ...identify, identifiers: { id: 'x'.repeat(151) } }, /151/],
		['V3 an object as ID', { ...identify, identifiers: { id: { a: 1 } } }, /identifiers.id/],
		['V7 an email without @', { ...identify, identifiers: { email: 'n/a' } }, /identifiers.email/],
		[
			'V7 a token that is blank',
			{ ...event, action: 'add_device', device: { token: ' ' } },
			/token/,
		],
		['V6 a date without dashes', { ...event, timestamp: 20261231 }, /timestamp/],
		['V3 a boolean as event name', { ...event, name: true }, /name/],
		[
			'V3 a boolean in a relationship',
			{
				...identify,
				identifiers: { id: '1' },
				cio_relationships: [{ identifiers: { object_type_id: '1', object_id: false } }],
			},
			/cio_relationships\[0\].identifiers.object_id/,
		],
		[
			'V2 a merge of a person with themselves, with a space',
			{ type: 'person', action: 'merge', primary: { id: '1' }, secondary: { id: '1 ' } },
			/must be another person/,
		],
		[
			'V2 a merge of a person with themselves, in capitals',
			{ type: 'person', action: 'merge', primary: ada, secondary: { email: 'ADA@example.com' } },
			/must be another person/,
		],
	])('%s is refused', async (__, value, message) => {
		const { error } = await runTrack(sandbox, { parameters: given(value) });
		expect(error?.message).toMatch(message);
		expect(sandbox.requests).toEqual([]);
	});

	test('V2 V6 what surrounds an identifier is dropped, and a time is in seconds', async () => {
		const value = {
			...event,
			identifiers: { id: ' 1\u00a0', email: '' },
			name: ' Paid\n',
			timestamp: 1685923200123,
		};
		const { error } = await runTrack(sandbox, { parameters: given(value) });
		expect(error).toBeUndefined();
		expect(sandbox.requests.flatMap(callsOf)).toMatchObject([
			{ identifiers: { id: '1' }, name: 'Paid', timestamp: 1685923200 },
		]);
	});
});
