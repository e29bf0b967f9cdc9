import { triggerContexts } from '../../tools/engine/harness.ts';
import { errorsOf, jsonOf, resolved, setStage, type Stage } from './runExample.ts';
import { example, nodeOf } from './workflows.ts';

let stage: Stage;
beforeEach(async () => {
	stage = await setStage();
});
afterEach(async () => await stage.stop());

describe('email-to-segment', () => {
	it('sends one message to each person of the segment', async () => {
		const result = await stage.run('email-to-segment');
		const deliveries = stage.sandbox.state.deliveries.filter(
			({ source }) => source.kind === 'transactional',
		);
		const emails = jsonOf(result, 'Find trial users').map(({ email }) => email);
		expect(emails.length).toBeGreaterThan(5);
		expect(deliveries.map(({ recipient }) => recipient).sort()).toEqual(emails.sort());
		expect(errorsOf(result, 'Send receipt')).toEqual([]);
	});
});

describe('newsletter-report-to-sheet', () => {
	it('creates a row for each newsletter and week', async () => {
		const name = 'newsletter-report-to-sheet';
		const result = await stage.run(name, {
			from: 'Every Monday',
			pin: { 'Every Monday': [{}], 'Rows of the report': [] },
		});
		const newsletters = jsonOf(result, 'Newsletters');
		expect(newsletters.length).toBeGreaterThan(2);
		const weeks = jsonOf(result, 'Metrics by week').map((row) => row.period_start);
		expect(weeks).toHaveLength(newsletters.length * new Set(weeks).size);
		const metricRequests = stage.sandbox.requests.filter(({ path }) => path.endsWith('/metrics'));
		expect(metricRequests.map(({ rawQuery }) => rawQuery)).toEqual(
			newsletters.map(() => 'period=weeks&steps=4'),
		);

		const parameters = await resolved(
			example(name),
			'Rows of the report',
			result,
			'Metrics by week',
		);
		const rows = parameters.map(
			({ columns }) => (columns as { value: Record<string, unknown> }).value,
		);
		const first = newsletters[0];
		expect(rows[0]).toMatchObject({
			Key: `${String(first?.id)} ${String(weeks[0])}`,
			Newsletter: first?.name,
			Week: expect.stringMatching(/^\d{4}-\d\d-\d\dT00:00:00-05:00$/),
			Sent: expect.any(Number),
			Opened: expect.any(Number),
			Clicked: expect.any(Number),
		});
		expect(new Set(rows.map(({ Key }) => Key)).size).toBe(rows.length);
		expect(new Set(rows.map(({ Newsletter }) => Newsletter))).toEqual(
			new Set(newsletters.map((newsletter) => newsletter.name)),
		);
		for (const row of rows) for (const value of Object.values(row)) expect(value).toBeDefined();
	});
});

describe('broadcast-from-form', () => {
	it("sends the broadcast to the form's people who exist in Customer.io", async () => {
		const result = await stage.run('broadcast-from-form', { from: 'Announcement form' });
		expect(stage.sandbox.state.triggers).toMatchObject([
			{
				broadcastId: 12,
				state: 'done',
				recipients: 3,
				data: {
					headline: 'Wartung am Samstag ⚙️',
					details:
						'Wir sind von 6 bis 8 Uhr nicht erreichbar.\nNous serons indisponibles de 6 h à 8 h.',
				},
			},
		]);
		const deliveries = stage.sandbox.state.deliveries.filter(
			({ source }) => source.kind === 'broadcast',
		);
		expect(deliveries.map(({ recipient }) => recipient)).toEqual([
			'person1@example.com',
			'person2@example.com',
			'person4@example.com',
		]);
		expect(jsonOf(result, 'Trigger broadcast')).toHaveLength(1);
	});
});

describe('weekly-export-to-storage', () => {
	it('passes on a CSV with everyone in the segment', async () => {
		const name = 'weekly-export-to-storage';
		const result = await stage.run(name, {
			from: 'Every Sunday',
			pin: { 'Every Sunday': [{}], 'Store the CSV': [] },
		});
		const [item, ...more] = result.items('Export people');
		expect(more).toEqual([]);
		expect(item?.json).toMatchObject({ status: 'done', total: 25 });
		const [stored] = await resolved(example(name), 'Store the CSV', result, 'Export people');
		expect(stored?.fileName).toMatch(/^paying-customers-\d{4}-\d\d-\d\d\.csv$/);
		const file = item?.binary?.[String(stored?.binaryPropertyName)];
		expect(file?.mimeType).toBe('text/csv');
		const lines = Buffer.from(file?.data ?? '', 'base64')
			.toString('utf8')
			.trim()
			.split('\r\n');
		expect(lines).toHaveLength(26);
		expect(lines.join('\n')).toContain('Núñez');
	});
});

describe('triggers', () => {
	/** Returns the items that an example's trigger outputs for real events. */
	async function received(name: string, trigger: string, events: object[]) {
		const { customerIoAppApi = {} } = stage.credentials;
		const { type, parameters } = nodeOf(example(name), trigger);
		const context = triggerContexts({
			type,
			name: trigger,
			parameters,
			credentials: { customerIoAppApi },
		});
		const listener = await context.listen();
		await context.activate();
		for (const event of events) stage.sandbox.emitEvent(event);
		await stage.sandbox.webhooksSettled();
		await context.delete();
		await listener.close();
		return listener.responses.flatMap(({ workflowData }) => workflowData?.[0] ?? []);
	}

	const event = (metric: string, data: object) => ({
		event: `email_${metric}`,
		data: { delivery_id: 'dgOwAAMAAZcm', newsletter_id: 10, subject: 'Été', ...data },
	});
	const identifiers = (number: number) => ({
		identifiers: { id: String(number), email: `person${number}@example.com`, cio_id: 'a3' },
		recipient: `person${number}@example.com`,
	});
	const person = (id: string) => stage.sandbox.state.people.find((entry) => entry.id === id);

	it('email-events-to-rows gets a row for each event', async () => {
		const items = await received('email-events-to-rows', 'Email event', [
			event('sent', identifiers(1)),
			event('opened', identifiers(1)),
		]);
		const result = await stage.run('email-events-to-rows', {
			from: 'Email event',
			pin: { 'Email event': items.map(({ json }) => json) },
		});
		expect(jsonOf(result, 'Row').map((row) => row.event)).toEqual(['email_sent', 'email_opened']);
	});

	it('bounce-cleanup has pinned rows like the real ones', async () => {
		const [bounced] = await received('bounce-cleanup', 'Email bounced', [
			event('bounced', { ...identifiers(3), failure_message: 'unknown' }),
			event('opened', identifiers(3)),
		]);
		const [pinned] = example('bounce-cleanup').pinData?.['Email bounced'] ?? [];
		const keys = Object.keys(bounced?.json ?? {});
		expect(
			Object.keys(pinned?.json ?? {})
				.filter((key) => key !== 'content_id')
				.sort(),
		).toEqual(keys.sort());
	});

	it('bounce-cleanup unsubscribes and marks people whose email bounced', async () => {
		const result = await stage.run('bounce-cleanup', { from: 'Email bounced' });
		expect(person('3')).toMatchObject({
			unsubscribed: true,
			attributes: {
				first_name: 'José',
				email_bounced_at: 1749020400,
				email_bounce_reason: '550 5.1.1 The email account that you tried to reach does not exist',
				email_bounced_address: 'person3@example.com',
			},
		});
		// A duplicate event marks once.
		expect(Object.keys(stage.sandbox.state.pipelines.calls)).toEqual([
			'bounce-01JX0000000000000000000101',
			'bounce-01JX0000000000000000000102',
		]);
		expect(errorsOf(result, 'Unsubscribe and mark')).toEqual([expect.stringMatching(/User ID/)]);
	});

	it('bounce-cleanup suppresses people who complained, and nobody else', async () => {
		const before = stage.sandbox.state.people.length;
		await stage.run('bounce-cleanup', { from: 'Marked as spam' });
		expect(person('5')).toBeUndefined();
		expect(stage.sandbox.state.people).toHaveLength(before - 1);
		expect(stage.sandbox.state.suppressed).toContain('5');
		expect(Object.keys(stage.sandbox.state.pipelines.calls)).toEqual([
			'spam-01JX0000000000000000000104',
		]);
	});
});
