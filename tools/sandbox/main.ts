/** The sandbox on the command line: `npm run sandbox -- [options]`; `--help` lists them. */
import { enableCompileCache } from 'node:module';
import { parseArgs } from 'node:util';
import type { Latency } from './admin.ts';
import type { RecordedRequest, Sandbox, SandboxOptions } from './sandbox.ts';
import type { Fault } from './types.ts';

// Most of the start-up time is spent on stripping types; the cache saves it from the second start on.
enableCompileCache();
const { startSandbox } = await import('./sandbox.ts');
const { faultFromJson } = await import('./admin.ts');

const DEFAULT_PORT = 8025;
const MAX_PORTS_TRIED = 20;

const USAGE = `Usage: npm run sandbox -- [options]

  --port N            Port of the sandbox, from 0 to 65535 (0: any). Default ${DEFAULT_PORT}, or the next one that is free.
  --limits LIMITS     documented (default): the limits of the newest documentation; 100: as before it, 100 messages
                      a second; off: none.
  --latency MS        Milliseconds until a response, or a range such as 50-500.
  --fault JSON        A fault, such as '{"path": "/v1/send/email", "act": {"kind": "status", "status": 503}}'. May be
                      given more than once.
  --strict-errors     Answer what Customer.io drops in silence with an error that says why.
  --help              Show this text.`;

/** Says what is wrong with the arguments, and ends. */
function refuse(problem: string): never {
	console.error(`${problem}\n\n${USAGE}`);
	process.exit(2);
}

function readArguments() {
	try {
		return parseArgs({
			options: {
				port: { type: 'string', default: String(DEFAULT_PORT) },
				limits: { type: 'string', default: 'documented' },
				latency: { type: 'string', default: '0' },
				fault: { type: 'string', multiple: true, default: [] },
				'strict-errors': { type: 'boolean', default: false },
				help: { type: 'boolean', default: false },
			},
		}).values;
	} catch (error) {
		return refuse((error as Error).message);
	}
}

function portOf(text: string): number {
	const port = Number(text);
	if (text !== '' && Number.isInteger(port) && port >= 0 && port <= 65_535) return port;
	return refuse(`--port must be a whole number from 0 to 65535, but is "${text}"`);
}

function latencyOf(text: string): Latency {
	const [, min, max = min] = /^(\d+)(?:-(\d+))?$/.exec(text) ?? [];
	const [minMs, maxMs] = [Number(min), Number(max)];
	if (minMs <= maxMs) return { minMs, maxMs };
	return refuse(`--latency must be milliseconds such as 300 or 50-500, but is "${text}"`);
}

function faultOf(text: string): Fault {
	let value: unknown;
	try {
		value = JSON.parse(text);
	} catch {
		return refuse(`--fault must be JSON, but is: ${text}`);
	}
	const fault = faultFromJson(value);
	return typeof fault === 'string' ? refuse(`--fault: ${fault}`) : fault;
}

function logRequest(request: RecordedRequest): void {
	if (request.api === 'admin') return;
	const query = request.rawQuery === '' ? '' : `?${request.rawQuery}`;
	const duration = Date.now() - request.receivedAt;
	const operation = request.operation ?? 'no route';
	const drop = request.reasons?.length ? `  dropped in silence: ${request.reasons.join('; ')}` : '';
	const reason = request.status >= 400 ? `  ${JSON.stringify(request.responseBody)}` : '';
	console.log(
		`${String(request.status).padStart(3)} ${request.method} ${request.path}${query}  ${operation}  ${duration} ms${drop}${reason}`,
	);
}

async function startOnFreePort(first: number, options: SandboxOptions): Promise<Sandbox> {
	for (let port = first; ; port++) {
		try {
			return await startSandbox({
				...options,
				port,
				onRequest: logRequest,
				keepRequests: 10_000,
			});
		} catch (error) {
			const taken = (error as NodeJS.ErrnoException).code === 'EADDRINUSE';
			if (!taken || port >= first + MAX_PORTS_TRIED) throw error;
		}
	}
}

function introduction(sandbox: Sandbox): string {
	const { state } = sandbox;
	const stored = (name: string): number => state.stored[name]?.length ?? 0;
	return `
Customer.io sandbox   ${sandbox.url}

  App API key         ${sandbox.appKey}
  Pipelines write key ${sandbox.writeKey}
  App key of an account in the other region (answered by 301 "wrong datacenter"): ${sandbox.otherRegionKey}
  Webhook signing key ${sandbox.signingKey}
  Track site ID       ${sandbox.siteId}
  Track API key       ${sandbox.trackKey}

It contains ${state.people.length} people, ${state.segments.length} segments, ${stored('campaign')} campaigns, ${state.broadcasts.length} broadcasts, ${stored('newsletter')} newsletters,
${state.transactionalMessages.length} transactional messages, ${state.snippets.length} snippets, ${state.objects.length} objects and ${state.deliveries.length} past deliveries.

In n8n, create the Customer.io credentials with Region: Custom URL and Base URL: ${sandbox.url}
(from n8n in Docker: the same port on a host name that reaches this machine).

See what it holds and the last requests: ${sandbox.url}/

Control it: GET ${sandbox.url}/__sandbox/requests, GET …/state,
POST …/faults, DELETE …/faults, POST …/reset, POST …/limits {"on": false},
POST …/latency {"minMs": 50, "maxMs": 500}, POST …/rate {"rate": "100/s", "actual": "1000/s"}

Stop with Ctrl+C. One line per request follows.
`;
}

const values = readArguments();
if (values.help) {
	console.log(USAGE);
	process.exit(0);
}
const LIMITS = ['documented', '100', 'off'];
if (!LIMITS.includes(values.limits)) {
	refuse(`--limits must be one of ${LIMITS.join(', ')}, but is "${values.limits}"`);
}
const port = portOf(values.port);
const latency = latencyOf(values.latency);
const faults = values.fault.map(faultOf);
const sandbox = await startOnFreePort(port, {
	limits: values.limits !== 'off',
	strictErrors: values['strict-errors'],
});
sandbox.setLatency(latency);
for (const fault of faults) sandbox.fault(fault);
// Messages: older texts say 100 a second, the newest 3,000 in 3 seconds.
if (values.limits === 'documented') sandbox.setRate('100/s', '3000/3s');
for (const signal of ['SIGINT', 'SIGTERM'] as const) {
	process.once(signal, () => {
		void sandbox.stop().then(() => process.exit(0));
	});
}

// Printed last, because a process that waits for it may send a signal right away.
console.log(introduction(sandbox));
