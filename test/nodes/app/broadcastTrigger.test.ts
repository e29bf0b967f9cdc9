import { assigned, located, startApp, type AppNode } from '../../support/appNode.ts';

// A key may trigger once in ten seconds, so every test starts its own sandbox.
let app: AppNode;
beforeEach(async () => {
	app = await startApp();
});
afterEach(async () => await app.sandbox.stop());

const alert = { resource: 'broadcast', operation: 'trigger', broadcastId: located(12, 'list') };
const file = 'https://example.com/people.jsonl';
const flags = { idIgnoreMissing: true, emailIgnoreMissing: false, emailAddDuplicates: true };

describe('trigger broadcast', () => {
	it.each<[audience: string, parameters: object, expected: object]>([
		['default', {}, { id_ignore_missing: true, email_add_duplicates: true }],
		[
			'recipients',
			{ recipients: { conditions: [{ condition: 'inSegment', segment: located(7) }] } },
			{ recipients: { segment: { id: 7 } } },
		],
		[
			'emails',
			{ emails: 'person1@example.com, ana+news@example.com' },
			{
				emails: ['person1@example.com', 'ana+news@example.com'],
				email_add_duplicates: true,
			},
		],
		['ids', { ids: '={{ [1, "org/42"] }}' }, { ids: ['1', 'org/42'], id_ignore_missing: true }],
		[
			'perUserData',
			{ perUserData: '[{"id": "1", "data": {"voucher": "Ä"}}]' },
			{
				per_user_data: [{ id: '1', data: { voucher: 'Ä' } }],
				id_ignore_missing: true,
				email_add_duplicates: true,
			},
		],
		[
			'dataFileUrl',
			{ dataFileUrl: file },
			{
				data_file_url: file,
				id_ignore_missing: true,
				email_add_duplicates: true,
			},
		],
	])('sends the audience "%s" with only its flags', async (audience, parameters, expected) => {
		const { routes, requests, json, error } = await app.run({
			...alert,
			audience,
			...parameters,
			data: assigned({ headline: 'Grüezi', count: 0 }),
			// All flags are set, as when a user has tried one audience after the other.
			...flags,
		});
		expect(error).toBeUndefined();
		expect(routes).toEqual(['POST /v1/campaigns/12/triggers']);
		expect(requests[0]?.body).toEqual({ ...expected, data: { headline: 'Grüezi', count: 0 } });
		const id = Number(json[0]?.id);
		expect(id).toBeGreaterThan(0);
		expect(json).toEqual([{ broadcast_id: 12, trigger_id: id, id }]);
	});

	it('sends no body fields that nobody set', async () => {
		const { requests } = await app.run({ ...alert, audience: 'ids', ids: '1' });
		expect(requests[0]?.body).toEqual({ ids: ['1'] });
	});

	it.each([
		[{ audience: 'emails', emails: '={{ [] }}' }, /^Emails: must have at least 1, but has 0/],
		[
			{ audience: 'emails', emails: '={{ Array(10001).fill("a@b.c") }}' },
			/^Emails: must have at most 10000/,
		],
		[{ audience: 'ids', ids: '={{ $json.none }}' }, /^IDs: is required/],
		[
			{ audience: 'perUserData', perUserData: '{"id": 1}' },
			/^Per-User Data|^People and Data \(JSON\): must be a JSON array/,
		],
		[
			{ audience: 'perUserData', perUserData: '={{ [] }}' },
			/^People and Data \(JSON\): must name at least one person/,
		],
		// The editor's default.
		[
			{ audience: 'perUserData', perUserData: '[]' },
			/^People and Data \(JSON\): must name at least one person/,
		],
		[
			{ audience: 'perUserData', perUserData: '={{ Array(10001).fill({ id: "1" }) }}' },
			/^People and Data \(JSON\): must hold at most 10000 entries, but holds 10001/,
		],
		[{ audience: 'dataFileUrl', dataFileUrl: 'people.jsonl' }, /^Data File URL: must be a URL/],
		[{ audience: 'recipients', recipients: {} }, /^Recipients: has no condition/],
		[
			{ audience: 'ids', ids: '1', dataInput: 'json', dataJson: `={{ { a: "ü".repeat(25000) } }}` },
			/^Data( \(JSON\))?: must be at most 50000 bytes as JSON, but has 50008/,
		],
	])('stops before sending: %j', async (parameters, message) => {
		const { error, requests } = await app.run({ ...alert, ...parameters });
		expect(requests).toEqual([]);
		expect(error?.message).toMatch(message);
	});
});

describe('a broadcast trigger', () => {
	const run = { broadcastId: located('12'), triggerId: located('={{ $json.id }}') };

	it('has a status and errors, one item each', async () => {
		const triggered = await app.run({
			...alert,
			audience: 'emails',
			emails: 'person1@example.com, nobody@example.com',
		});
		const [trigger] = triggered.json as Array<{ id: number }>;
		const status = await app.run({ resource: 'broadcast', operation: 'getTriggerStatus', ...run }, [
			{ id: trigger?.id },
		]);
		expect(status.routes).toEqual([`GET /v1/campaigns/12/triggers/${trigger?.id}`]);
		expect(status.json[0]).toMatchObject({ id: trigger?.id, broadcast_id: 12 });

		await new Promise((resolve) => setTimeout(resolve, 300));
		const errors = await app.run(
			{ resource: 'broadcast', operation: 'getTriggerErrors', ...run, returnAll: true },
			[{ id: trigger?.id }],
		);
		expect(errors.routes).toEqual([`GET /v1/campaigns/12/triggers/${trigger?.id}/errors`]);
		expect(errors.json).toEqual([{ message: expect.stringContaining('nobody@example.com') }]);
	});

	it('is listed with its broadcast', async () => {
		await app.run({ ...alert, audience: 'ids', ids: '1' });
		const { routes, json } = await app.run({
			resource: 'broadcast',
			operation: 'getTriggers',
			broadcastId: located(12),
			returnAll: true,
		});
		expect(routes).toEqual(['GET /v1/broadcasts/12/triggers']);
		expect(json).toHaveLength(1);
	});

	it('is limited to one in ten seconds, or fails at once', async () => {
		const limited = {
			...alert,
			send: 'each',
			audience: 'ids',
			ids: '1',
			options: { maxWait: 1 },
		};
		const { json, requests } = await app.run(limited, [{}, {}], {
			onError: 'continueRegularOutput',
		});
		expect(requests).toHaveLength(1);
		expect(json[0]).toMatchObject({ id: expect.any(Number) });
		expect(json[1]?.error).toMatch(/limit exceeded for broadcast triggers \(1 request per 10 s\)/);
	});
});

describe('broadcasts', () => {
	it('are fetched', async () => {
		const many = await app.run({ resource: 'broadcast', operation: 'getAll', returnAll: true });
		expect(many.routes).toEqual(['GET /v1/broadcasts']);
		expect(many.json.map(({ id }) => id)).toEqual([12, 13, 14, 15]);
		const fetched = await app.run({
			resource: 'broadcast',
			operation: 'get',
			broadcastId: located(13),
		});
		expect(fetched.routes).toEqual(['GET /v1/broadcasts/13']);
		expect(fetched.json[0]).toMatchObject({ name: 'Maintenance window' });
	});
});
