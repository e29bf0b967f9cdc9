import { runAgent, type Call } from './agent.ts';
import { setStage, type Stage } from './runExample.ts';
import { example } from './workflows.ts';

let stage: Stage;
beforeAll(async () => {
	stage = await setStage();
});
afterAll(async () => await stage.stop());

const ask = async (...calls: Call[]) => {
	const from = stage.sandbox.requests.length;
	const workflow = example('agent-what-did-they-receive');
	const run = await runAgent(workflow, 'Support agent', calls, stage.credentials);
	const requests = stage.sandbox.requests.slice(from);
	return {
		...run,
		routes: requests.map(({ method, path, rawQuery }) => `${method} ${path}?${rawQuery}`),
	};
};

describe('agent-what-did-they-receive', () => {
	it('tells the model what the tools do and their arguments', async () => {
		const { tools, error } = await ask();
		expect(error).toBeUndefined();
		expect(tools).toEqual({
			Messages_of_a_person: {
				description: expect.stringMatching(/^Lists the messages that a person received/),
				args: {
					email: 'Email address of the person',
					limit: 'How many messages at most, 1 to 100',
				},
			},
			One_message: {
				description: expect.stringMatching(/^Gets one message/),
				args: { message_id: 'The id of the message' },
			},
		});
	});

	it('returns the messages of the person', async () => {
		const { results, routes, error } = await ask({
			tool: 'Messages_of_a_person',
			args: { email: 'person1@example.com', limit: 2 },
		});
		expect(error).toBeUndefined();
		expect(routes).toEqual([
			'GET /v1/customers/person1%40example.com/messages?id_type=email&limit=2',
		]);
		const [messages] = results as [Array<Record<string, unknown>>];
		const { cioId } = stage.sandbox.state.people[0] ?? {};
		const received = stage.sandbox.state.deliveries.filter((delivery) => delivery.cioId === cioId);
		expect(messages).toMatchObject(
			received.map(({ id, subject, metrics }) => ({ id, subject, metrics })),
		);
		expect(messages).not.toEqual([]);
	});

	it('gets a message that it found', async () => {
		const { id } = stage.sandbox.state.deliveries[0] ?? {};
		const { results, routes } = await ask({ tool: 'One_message', args: { message_id: id } });
		expect(routes).toEqual([`GET /v1/messages/${encodeURIComponent(String(id))}?`]);
		expect(results).toMatchObject([[{ id }]]);
	});

	it('tells the model why it found nobody', async () => {
		const { error } = await ask({
			tool: 'Messages_of_a_person',
			args: { email: 'nobody@example.com', limit: 2 },
		});
		expect(error?.message).toMatch(/no customer with email/);
	});
});
