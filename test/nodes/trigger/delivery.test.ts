/** Many events over HTTP, with duplicates and out of order: each starts one run. */
import { startSandbox } from '../../../tools/sandbox/sandbox.ts';
import { triggerOn } from '../../support/triggerNode.ts';

const EVENTS = 10_000;
const DOUBLES = 2_000;

/** A deterministic generator of numbers below `limit`. */
function numbers(seed: number): (limit: number) => number {
	let state = seed;
	return (limit) => {
		state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
		return state % limit;
	};
}

test('10,000 events with duplicates and out of order: one run each', async () => {
	const sandbox = await startSandbox({ limits: false, seed: 'empty' });
	const node = triggerOn(sandbox, { workflowId: 'delivery' });
	const server = await node.listen();
	try {
		await node.activate();
		const next = numbers(1);
		const order = Array.from({ length: EVENTS }, (_, n) => n);
		for (let n = 0; n < DOUBLES; n += 1) order.push(next(EVENTS));
		for (let n = order.length - 1; n > 0; n -= 1) {
			const other = next(n + 1);
			[order[n], order[other]] = [order[other] ?? 0, order[n] ?? 0];
		}
		const started = performance.now();
		for (const n of order) {
			sandbox.emitEvent({
				event: 'email_opened',
				event_id: `event ${n}`,
				timestamp: 1_700_000_000 + n,
				data: { subject: `Grüße ${n} ☃` },
			});
		}
		await sandbox.webhooksSettled(240_000);
		const seconds = (performance.now() - started) / 1000;
		const ids = server.responses.flatMap(({ workflowData }) =>
			(workflowData?.[0] ?? []).map(({ json }) => json.event_id),
		);
		console.log(
			`delivery: ${order.length} requests in ${seconds.toFixed(1)} s, ${ids.length} runs, ` +
				`${String(JSON.stringify(node.staticData()).length)} characters of static data`,
		);
		expect(server.responses).toHaveLength(EVENTS + DOUBLES);
		expect(server.responses.every(({ httpStatus }) => httpStatus === 200)).toBe(true);
		expect(ids).toHaveLength(EVENTS);
		expect(new Set(ids).size).toBe(EVENTS);
	} finally {
		await server.close();
		await sandbox.stop();
	}
}, 300_000);
