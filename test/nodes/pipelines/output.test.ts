import { startSandbox, type Sandbox } from '../../../tools/sandbox/sandbox.ts';
import {
	identify,
	jsonOf,
	nodeName,
	pairsOf,
	runPipelines,
	sentCalls,
} from '../../support/pipelines.ts';

let sandbox: Sandbox;
beforeAll(async () => {
	sandbox = await startSandbox({ seed: 'empty' });
});
beforeEach(() => sandbox.reset());
afterAll(async () => await sandbox.stop());

const messageId = expect.stringMatching(/^[0-9a-f-]{36}$/);
const withInput = { ...identify, options: { includeInputFields: true } };

describe('the output', () => {
	it('is only the result, unless the option adds the fields of the input', async () => {
		const items = [
			{ id: 'a', plan: 'pro' },
			{ id: 'b', messageId: 'of another system' },
		];
		const alone = await runPipelines(sandbox, { parameters: identify, items });
		expect(jsonOf(alone)).toEqual([
			{ userId: 'a', success: true, messageId },
			{ userId: 'b', success: true, messageId },
		]);

		for (const batchRequests of [true, false]) {
			sandbox.reset();
			const both = await runPipelines(sandbox, {
				parameters: { ...withInput, batchRequests },
				items,
			});
			expect(jsonOf(both)).toEqual([
				{ userId: 'a', id: 'a', plan: 'pro', success: true, messageId },
				{ userId: 'b', id: 'b', success: true, messageId },
			]);
			expect(pairsOf(both)).toEqual([{ item: 0 }, { item: 1 }]);
			expect(sandbox.requests).toHaveLength(batchRequests ? 1 : 2);
			expect(sentCalls(sandbox).map(({ userId }) => userId)).toEqual(['a', 'b']);
		}
	});

	it('says of a failed item whom it is about', async () => {
		sandbox.fault({
			times: Infinity,
			match: ({ bodyText }) => bodyText.includes('poison'),
			act: { kind: 'status', status: 400, body: { meta: { errors: ['no'] } } },
		});
		const parameters = {
			...identify,
			additionalFields: { email: '={{ $json.email }}' },
		};
		const items = [
			{ id: 'a', email: 'ada@example.com' },
			{ id: 'b', email: 'poison@example.com' },
		];
		const result = await runPipelines(sandbox, {
			parameters,
			items,
			onError: 'continueRegularOutput',
		});
		expect(jsonOf(result)).toEqual([
			{ userId: 'a', email: 'ada@example.com', success: true, messageId },
			expect.objectContaining({ userId: 'b', email: 'poison@example.com', error: 'no' }),
		]);
	});

	it('can differ by item, and a failed item keeps its error', async () => {
		const result = await runPipelines(sandbox, {
			parameters: { ...identify, options: { includeInputFields: '={{ $json.id === "a" }}' } },
			items: [{ id: 'a' }, { id: 'b' }, { plan: 'pro' }],
			onError: 'continueRegularOutput',
		});
		expect(jsonOf(result)).toEqual([
			{ userId: 'a', id: 'a', success: true, messageId },
			{ userId: 'b', success: true, messageId },
			expect.objectContaining({
				error: expect.stringMatching(/^User ID, Anonymous ID or Email/) as unknown,
			}),
		]);
	});

	it("includes the input's files with its fields", async () => {
		const binary = { data: { data: 'QQ==', mimeType: 'text/plain', fileName: 'a.txt' } };
		const result = await runPipelines(sandbox, {
			parameters: withInput,
			items: [{ json: { id: 'a' }, binary }],
		});
		expect(result.items(nodeName)).toMatchObject([{ json: { id: 'a', success: true }, binary }]);
	});
});
