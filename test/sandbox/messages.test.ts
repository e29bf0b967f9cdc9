import { startSandbox } from '../../tools/sandbox/sandbox.ts';
import type { Sandbox } from '../../tools/sandbox/sandbox.ts';
import { app } from '../support/sandboxClient.ts';
import type { ClientResponse } from '../support/sandboxClient.ts';

let sandbox: Sandbox;
beforeAll(async () => {
	sandbox = await startSandbox({ limits: false, workMs: 500 });
});
afterAll(() => sandbox.stop());
beforeEach(() => sandbox.reset());

const get = async (path: string): Promise<unknown> => (await app(sandbox, { path })).json;
const call = (method: string, path: string, body?: unknown): Promise<ClientResponse> =>
	app(sandbox, { method, path, body });

describe('sends', () => {
	const send = async (body: unknown, channel = 'email'): Promise<string> => {
		const response = await call('POST', `/v1/send/${channel}`, body);
		expect({ status: response.status, text: response.status === 200 ? '' : response.text }).toEqual(
			{
				status: 200,
				text: '',
			},
		);
		return (response.json as { delivery_id: string }).delivery_id;
	};

	test('are recorded with unique IDs and found as messages', async () => {
		const to = '"Söhne, Müller" <a@example.com>, b@example.com';
		const first = await send({
			transactional_message_id: 'ORDER Confirmation',
			to,
			identifiers: { id: '1' },
		});
		const second = await send({ transactional_message_id: '44', to: 'a@example.com' });
		expect(first).not.toBe(second);
		expect(sandbox.state.deliveries.at(-2)).toMatchObject({
			id: first,
			recipient: 'a@example.com',
			cioId: 'a3000001',
		});
		expect(await get(`/v1/messages/${encodeURIComponent(first)}`)).toMatchObject({
			message: { id: first, customer_id: '1', transactional_message_id: 44 },
		});
		expect(await get('/v1/transactional/44/messages?limit=1')).toMatchObject({
			messages: [{ id: second }],
		});
	});

	test('in every channel', async () => {
		const identifiers = { id: '1' };
		await send({ transactional_message_id: 49, identifiers }, 'push');
		await send(
			{ transactional_message_id: 'confirmation code', identifiers, to: '+15550001' },
			'sms',
		);
		await send({ transactional_message_id: 45, identifiers, to: '+15550002' }, 'whatsapp');
		await send({ transactional_message_id: 47, identifiers }, 'in_app');
		await send({ transactional_message_id: 48, identifiers }, 'inbox_message');
		expect(
			sandbox.state.deliveries.slice(-5).map((delivery) => [delivery.channel, delivery.recipient]),
		).toEqual([
			['push', 'device-1'],
			['sms', '+15550001'],
			['whatsapp', '+15550002'],
			['in_app', '1'],
			['inbox', '1'],
		]);
	});

	test('an unknown name is rejected, or created on request', async () => {
		const body = { transactional_message_id: 'brand new', to: 'a@example.com' };
		expect((await call('POST', '/v1/send/email', body)).status).toBe(400);
		await send({ ...body, auto_create: true });
		await send(body);
	});

	test('scheduled and unretained ones', async () => {
		const sendAt = Math.floor(Date.now() / 1000) + 3600;
		const response = await call('POST', '/v1/send/email', {
			transactional_message_id: 44,
			to: 'a@example.com',
			send_at: sendAt,
		});
		expect(response.json).toMatchObject({ send_at: sendAt });
		const id = await send({
			transactional_message_id: 44,
			to: 'a@example.com',
			disable_message_retention: true,
		});
		expect(
			(await call('GET', `/v1/messages/${encodeURIComponent(id)}/archived_message`)).status,
		).toBe(404);
	});

	test('a channel that is switched off returns 403', async () => {
		sandbox.state.features.sms = false;
		const response = await call('POST', '/v1/send/sms', {
			transactional_message_id: 46,
			identifiers: { id: '1' },
			to: '+1',
		});
		expect([response.status, response.json]).toEqual([
			403,
			{ meta: { error: expect.any(String) as string } },
		]);
	});
});

describe('broadcast triggers', () => {
	const fire = async (body: unknown): Promise<number> =>
		((await call('POST', '/v1/campaigns/12/triggers', body)).json as { id: number }).id;

	test('are processed a little later', async () => {
		const id = await fire({ recipients: { segment: { id: 99 } }, data: { a: 1 } });
		expect(await get(`/v1/campaigns/12/triggers/${id}`)).toMatchObject({
			id,
			broadcast_id: 12,
			processed_at: null,
		});
		await sandbox.webhooksSettled();
		expect(await get(`/v1/campaigns/12/triggers/${id}`)).toMatchObject({
			processed_at: expect.any(Number) as number,
		});
		expect(await get('/v1/broadcasts/12/triggers')).toMatchObject({
			triggers: [{ id, state: 'done' }],
		});
		const { messages } = (await get('/v1/broadcasts/12/messages')) as { messages: unknown[] };
		expect(messages).toHaveLength(4);
	});

	test('unknown recipients fail the trigger, unless they may be missing', async () => {
		const id = await fire({ ids: ['1', 'x', 'y', 'z'] });
		await sandbox.webhooksSettled();
		expect(await get(`/v1/campaigns/12/triggers/${id}/errors?limit=2`)).toEqual({
			errors: ['Customer x not found', 'Customer y not found'],
			next: 2,
		});
		expect(await get(`/v1/campaigns/12/triggers/${id}/errors?limit=2&start=2`)).toEqual({
			errors: ['Customer z not found'],
			next: 0,
		});
		expect(sandbox.state.triggers.at(-1)).toMatchObject({ state: 'failed', recipients: 0 });
		const unknownIds = await fire({ ids: ['1', 'x'], id_ignore_missing: true });
		await sandbox.webhooksSettled();
		expect(await get(`/v1/campaigns/12/triggers/${unknownIds}/errors`)).toEqual({
			errors: [],
			next: 0,
		});
		expect(sandbox.state.triggers.at(-1)).toMatchObject({ state: 'done', recipients: 1 });
	});

	test('at most five can be queued', async () => {
		for (let i = 0; i < 5; i++) await fire({ ids: ['1'] });
		expect((await call('POST', '/v1/campaigns/12/triggers', { ids: ['1'] })).status).toBe(422);
		await sandbox.webhooksSettled();
		expect(await fire({ ids: ['1'] })).toBe(6);
	});

	test('an unknown broadcast or trigger returns 404', async () => {
		expect((await call('POST', '/v1/campaigns/999/triggers', {})).status).toBe(404);
		expect((await call('GET', '/v1/campaigns/12/triggers/999')).status).toBe(404);
		expect((await call('GET', '/v1/broadcasts/999/actions')).status).toBe(404);
	});
});

describe('newsletters', () => {
	test('a draft is sent once, to its recipients', async () => {
		const created = await call('POST', '/v1/newsletters', {
			type: 'email',
			name: 'News',
			recipients: { attribute: { field: 'plan', operator: 'eq', value: 'trial' } },
			subject: 'S',
			body: 'B',
		});
		const { id } = (created.json as { newsletter: { id: number } }).newsletter;
		expect(created.json).toMatchObject({ newsletter: { name: 'News', sent_at: null } });
		expect((await call('POST', `/v1/newsletters/${id}/send`)).status).toBe(200);
		const { messages } = (await get(`/v1/newsletters/${id}/messages`)) as { messages: unknown[] };
		expect(messages).toHaveLength(8);
		expect((await call('POST', `/v1/newsletters/${id}/send`)).status).toBe(400);
		expect((await call('DELETE', `/v1/newsletters/${id}`)).status).toBe(204);
		expect((await call('GET', `/v1/newsletters/${id}`)).status).toBe(404);
		expect((await call('GET', `/v1/newsletters/${id}/contents`)).status).toBe(404);
	});
});
