/** The examples that tell a team how its messages do, and that bring people back. */
import { jsonOf, resolved, setStage, type Stage } from './runExample.ts';
import { example } from './workflows.ts';

let stage: Stage;
beforeEach(async () => {
	stage = await setStage();
});
afterEach(async () => await stage.stop());

describe('weekly-kpis-to-slack', () => {
	it('draws the weeks of the campaign, and tells the last one', async () => {
		const series = { sent: [100, 50, 0], opened: [40, 10, 0], clicked: [9, 2, 0] };
		stage.sandbox.fault({
			path: '/v1/campaigns/5/metrics',
			act: { kind: 'status', status: 200, body: { metric: { series } } },
		});
		const name = 'weekly-kpis-to-slack';
		const result = await stage.run(name, {
			from: 'Every Monday',
			pin: { 'Every Monday': [{}], Chart: [{}], 'Post the chart': [] },
		});
		expect(stage.sandbox.requests.map(({ rawQuery }) => rawQuery)).toEqual([
			expect.stringContaining('period=weeks&steps=8'),
		]);
		const [chart] = await resolved(example(name), 'Chart', result, 'All weeks');
		const labels = chart?.labelsArray as unknown as string[];
		expect(labels).toHaveLength(3);
		for (const label of labels) expect(label).toMatch(/^\d{4}-\d\d-\d\d$/);
		expect(JSON.parse(String(chart?.data))).toEqual([40, 20, 0]);
		const [post] = await resolved(example(name), 'Post the chart', result, 'Chart');
		expect((post?.options as { initialComment: string }).initialComment).toBe(
			'Last week: 0 sent, 0 opened, 0 clicked',
		);
	});
});

describe('bounce-and-spam-alert', () => {
	it('names the address, the reason and the source', async () => {
		const name = 'bounce-and-spam-alert';
		const result = await stage.run(name, {
			from: 'Bounce or complaint',
			pin: { 'Tell the team': [] },
		});
		const [post] = await resolved(example(name), 'Tell the team', result, 'Bounce or complaint');
		expect(post?.text).toBe(
			':mailbox_with_no_mail: Bounce of person3@example.com (Été 2025 ☀️): 550 5.1.1 The email account does not exist\nSource: newsletter 10, person 3',
		);
	});
});

describe('win-back-broadcast-from-database', () => {
	it('triggers the broadcast once, with the data of each person', async () => {
		const { sandbox } = stage;
		const result = await stage.run('win-back-broadcast-from-database', {
			from: 'Every Monday',
			pin: { 'Every Monday': [{}] },
		});
		const triggers = sandbox.requests.filter(({ path }) => path.endsWith('/triggers'));
		expect(triggers).toHaveLength(1);
		expect(triggers[0]?.body).toMatchObject({
			per_user_data: [
				{ email: 'person1@example.com', data: { voucher: 'BACK-10' } },
				{ email: 'person2@example.com', data: { voucher: 'BACK-20' } },
				{ email: 'person4@example.com', data: { voucher: 'BACK-40' } },
			],
		});
		expect(sandbox.state.triggers).toMatchObject([{ state: 'done', recipients: 3 }]);
		expect(jsonOf(result, 'Trigger broadcast')).toHaveLength(1);
	});
});
