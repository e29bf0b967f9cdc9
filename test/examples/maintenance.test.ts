/** The examples that keep a workspace in order. */
import { jsonOf, resolved, setStage, type Stage } from './runExample.ts';
import { example } from './workflows.ts';

let stage: Stage;
beforeEach(async () => {
	stage = await setStage();
});
afterEach(async () => await stage.stop());

const columns = ({ columns: { value } }: { columns: { value: Record<string, unknown> } }) => value;

describe('failed-items-by-error', () => {
	const sheets = ['Look in Customer.io', 'Send again later', 'Correct the row'];

	it('sends what can be sent, and puts each failed row where it belongs', async () => {
		const { sandbox } = stage;
		const isTo = (to: string) => (request: { body?: unknown }) =>
			(request.body as { to?: string } | undefined)?.to === to;
		sandbox.fault({
			match: isTo('person2@example.com'),
			act: { kind: 'status', status: 500 },
		});
		sandbox.fault({
			match: isTo('person4@example.com'),
			times: Infinity,
			act: { kind: 'status', status: 429, headers: { 'Retry-After': '3600' } },
		});
		const name = 'failed-items-by-error';
		// The sheets have no account here: what they get is what the switch gives them.
		const pin = Object.fromEntries(sheets.map((sheet) => [sheet, []]));
		const result = await stage.run(name, { pin });
		const sent = sandbox.state.deliveries.filter(({ source }) => source.kind === 'transactional');
		expect(sent.map(({ recipient }) => recipient)).toEqual(['person1@example.com']);
		expect(jsonOf(result, 'Sent')).toHaveLength(1);
		const rows = (output: number) =>
			result.items('What to do', output).map(({ json }) => [json.order, json.httpCode]);
		expect(rows(0)).toEqual([['A-1002', '500']]);
		expect(rows(1)).toEqual([['A-1004', '429']]);
		expect(rows(2)).toEqual([['A-1003', undefined]]);
		expect(result.items('What to do', 2)[0]?.json.error).toMatch(/email/i);
	});
});

describe('content-backup-to-storage', () => {
	it('makes a file of each snippet, campaign action and Design Studio email', async () => {
		const name = 'content-backup-to-storage';
		const sinks = {
			'Store snippets': 'Snippets',
			'Store campaign actions': 'Actions of the campaigns',
			'Store Design Studio emails': 'Design Studio emails',
		};
		const pin = Object.fromEntries(Object.keys(sinks).map((sink) => [sink, []]));
		const result = await stage.run(name, {
			from: 'Every night',
			pin: { 'Every night': [{}], ...pin },
		});
		const files: string[] = [];
		for (const [sink, source] of Object.entries(sinks)) {
			const uploads = await resolved(example(name), sink, result, source);
			const items = jsonOf(result, source);
			expect(items.length).toBeGreaterThan(0);
			expect(uploads.map(({ fileContent }) => JSON.parse(String(fileContent)) as unknown)).toEqual(
				items,
			);
			files.push(...uploads.map(({ fileName }) => String(fileName)));
		}
		expect(new Set(files).size).toBe(files.length);
		for (const file of files) {
			expect(file).toMatch(
				/^\d{4}-\d\d-\d\d\/(snippets|campaigns\/\d+|design-studio)\/[^/]+\.json$/,
			);
			expect(file).not.toContain('undefined');
		}
	});
});

describe('staging-content-to-production', () => {
	it('creates and overwrites snippets, and leaves the others', async () => {
		const { sandbox } = stage;
		const before = structuredClone(sandbox.state.snippets);
		const result = await stage.run('staging-content-to-production', {
			pin: {
				'Snippets of staging': [
					{ name: before[0]?.name, value: 'of staging' },
					{ name: 'only in staging', value: 'new' },
				],
			},
		});
		expect(jsonOf(result, 'Write to production')).toHaveLength(2);
		const values = Object.fromEntries(
			sandbox.state.snippets.map((snippet) => [snippet.name, snippet.value]),
		);
		expect(values).toEqual({
			...Object.fromEntries(before.map((snippet) => [snippet.name, snippet.value])),
			[String(before[0]?.name)]: 'of staging',
			'only in staging': 'new',
		});
	});

	it('reads the snippets of staging', async () => {
		const { state } = stage.sandbox;
		const names = state.snippets.map((snippet) => snippet.name);
		const result = await stage.run('staging-content-to-production');
		expect(jsonOf(result, 'Snippets of staging').map((snippet) => snippet.name)).toEqual(names);
	});
});

describe('data-quality-report', () => {
	it('lists people without an email, without a name, and bounced addresses', async () => {
		const { state } = stage.sandbox;
		state.stored.espSuppression = [
			{
				category: 'bounces',
				created: 1_748_736_000,
				email: 'full@example.com',
				reason: 'mailbox full',
				status: '552',
			},
		];
		const name = 'data-quality-report';
		const sinks = {
			'Without an email': 'People without an email',
			'Without a name': 'Trial users without a name',
			Bounced: 'Bounced addresses',
		};
		const pin = Object.fromEntries(Object.keys(sinks).map((sink) => [sink, []]));
		const result = await stage.run(name, {
			from: 'Every Monday',
			pin: { 'Every Monday': [{}], ...pin },
		});
		const rowsOf = async (sink: keyof typeof sinks) =>
			(await resolved(example(name), sink, result, sinks[sink])).map((parameters) =>
				columns(parameters as never),
			);
		const withoutEmail = state.people.filter(({ email }) => !email);
		expect(withoutEmail.length).toBeGreaterThan(0);
		expect(await rowsOf('Without an email')).toEqual(
			withoutEmail.map(({ id, cioId }) => ({
				ID: id,
				Email: null,
				'Customer.io ID': cioId,
				Found: expect.stringMatching(/^\d{4}-\d\d-\d\d$/) as unknown,
			})),
		);
		const unnamed = state.people.filter(
			({ attributes }) => attributes.plan === 'trial' && !attributes.first_name,
		);
		expect((await rowsOf('Without a name')).map((row) => row['Customer.io ID'])).toEqual(
			unnamed.map(({ cioId }) => cioId),
		);
		expect(await rowsOf('Bounced')).toEqual([
			{ Email: 'full@example.com', Reason: 'mailbox full', Since: '2025-05-31' },
		]);
	});
});

describe('erasure-request-with-receipt', () => {
	const name = 'erasure-request-with-receipt';
	const run = async (rows?: object[]) =>
		await stage.run(name, {
			from: 'Erasure form',
			pin: {
				'Send the copy': [{}],
				Receipt: [],
				'Nobody found': [],
				...(rows === undefined ? {} : { 'Erasure form': rows }),
			},
		});

	it('sends a copy, deletes the person, and keeps only the number of the request', async () => {
		const { state } = stage.sandbox;
		const person = state.people.find(({ email }) => email === 'person1@example.com');
		const received = state.deliveries.filter(({ cioId }) => cioId === person?.cioId);
		const result = await run();
		const [copy] = await resolved(example(name), 'Send the copy', result, 'All messages');
		const text = JSON.parse(String(copy?.text)) as {
			person: { id?: string };
			messages: Array<{ id: string }>;
		};
		expect(copy?.toEmail).toBe('person1@example.com');
		expect(text.person.id).toBe(person?.id);
		expect(text.messages.map(({ id }) => id)).toEqual(received.map(({ id }) => id));
		expect(state.people.some(({ email }) => email === 'person1@example.com')).toBe(false);
		expect(state.suppressed).toContain('person1@example.com');
		const [receipt] = await resolved(example(name), 'Receipt', result, 'Delete and suppress');
		expect(columns(receipt as never)).toEqual({
			Request: 'DSR-2025-17',
			Erased: expect.stringMatching(/^\d{4}-\d\d-\d\dT/) as unknown,
		});
	});

	it('says that it found nobody, and deletes nobody', async () => {
		const before = stage.sandbox.state.people.length;
		const result = await run([{ Request: 'DSR-1', Email: 'nobody@example.com' }]);
		expect(stage.sandbox.state.people).toHaveLength(before);
		expect(result.items('Find person', 1)[0]?.json).toMatchObject({
			Request: 'DSR-1',
			httpCode: '404',
		});
	});
});
