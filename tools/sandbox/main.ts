/** The sandbox on the command line: `node tools/sandbox/main.ts [--port N]`. */
import { enableCompileCache } from 'node:module';
import { parseArgs } from 'node:util';
import type { RecordedRequest, Sandbox } from './sandbox.ts';

// Most of the start-up time is spent on stripping types; the cache saves it from the second start on.
enableCompileCache();
const { startSandbox } = await import('./sandbox.ts');

const DEFAULT_PORT = 8025;
const MAX_PORTS_TRIED = 20;

/** @returns undefined if the arguments are invalid */
function readPort(): number | undefined {
	try {
		const { values } = parseArgs({
			options: { port: { type: 'string', default: String(DEFAULT_PORT) } },
		});
		const port = Number(values.port);
		return values.port !== '' && Number.isInteger(port) && port >= 0 && port <= 65_535
			? port
			: undefined;
	} catch {
		return undefined;
	}
}

function logRequest(request: RecordedRequest): void {
	if (request.api === 'admin') return;
	const query = request.rawQuery === '' ? '' : `?${request.rawQuery}`;
	const duration = Date.now() - request.receivedAt;
	const operation = request.operation ?? 'no route';
	const drop = request.status === 200 && !request.processed ? '  dropped silently' : '';
	const reason = request.status >= 400 ? `  ${JSON.stringify(request.responseBody)}` : '';
	console.log(
		`${String(request.status).padStart(3)} ${request.method} ${request.path}${query}  ${operation}  ${duration} ms${drop}${reason}`,
	);
}

async function startOnFreePort(first: number): Promise<Sandbox> {
	for (let port = first; ; port++) {
		try {
			return await startSandbox({ port, onRequest: logRequest, keepRequests: 10_000 });
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

Control it: GET ${sandbox.url}/__sandbox/requests, GET …/state,
POST …/faults, DELETE …/faults, POST …/reset, POST …/limits {"on": false},
POST …/latency {"minMs": 50, "maxMs": 500}, POST …/rate {"rate": "100/s", "actual": "1000/s"}

Stop with Ctrl+C. One line per request follows.
`;
}

const port = readPort();
if (port === undefined) {
	console.error('Usage: node tools/sandbox/main.ts [--port N], N from 0 to 65535');
	process.exit(2);
}
const sandbox = await startOnFreePort(port);
for (const signal of ['SIGINT', 'SIGTERM'] as const) {
	process.once(signal, () => {
		void sandbox.stop().then(() => process.exit(0));
	});
}

// Printed last, because a process that waits for it may send a signal right away.
console.log(introduction(sandbox));
