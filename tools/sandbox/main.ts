/** The sandbox on the command line: `node tools/sandbox/main.ts [--port N]`. */
import { enableCompileCache } from 'node:module';
import type { RecordedRequest, Sandbox } from './sandbox.ts';

// Stripping the types of fifty files is most of the start; from the second start on it is cached.
enableCompileCache();
const { startSandbox } = await import('./sandbox.ts');

const DEFAULT_PORT = 8025;
const PORTS_TRIED = 20;

function wantedPort(argv: string[]): number {
	const at = argv.indexOf('--port');
	if (at < 0) return DEFAULT_PORT;
	const port = Number(argv[at + 1]);
	if (!Number.isInteger(port) || port < 0 || port > 65_535) {
		console.error('Usage: node tools/sandbox/main.ts [--port N], N from 0 to 65535');
		process.exit(2);
	}
	return port;
}

function logRequest(request: RecordedRequest): void {
	if (request.api === 'admin') return;
	const query = request.rawQuery === '' ? '' : `?${request.rawQuery}`;
	const took = Date.now() - request.receivedAt;
	const what = request.operation ?? 'no route';
	const drop = request.status === 200 && !request.processed ? '  dropped silently' : '';
	const why = request.status >= 400 ? `  ${JSON.stringify(request.responseBody)}` : '';
	console.log(
		`${String(request.status).padStart(3)} ${request.method} ${request.path}${query}  ${what}  ${took} ms${drop}${why}`,
	);
}

async function startOnFreePort(first: number): Promise<Sandbox> {
	for (let port = first; ; port++) {
		try {
			return await startSandbox({ port, onRequest: logRequest, keepRequests: 10_000 });
		} catch (error) {
			const taken = (error as NodeJS.ErrnoException).code === 'EADDRINUSE';
			if (!taken || port >= first + PORTS_TRIED) throw error;
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
  Webhook signing key ${sandbox.signingKey}

It holds ${state.people.length} people, ${state.segments.length} segments, ${stored('campaign')} campaigns, ${state.broadcasts.length} broadcasts, ${stored('newsletter')} newsletters,
${state.transactionalMessages.length} transactional messages, ${state.snippets.length} snippets, ${state.objects.length} objects and ${state.deliveries.length} past deliveries.

In n8n, create both Customer.io credentials with Region: Custom URL and Base URL: ${sandbox.url}
(from n8n in Docker: the same port on a host name that reaches this machine).

Steer it: GET ${sandbox.url}/__sandbox/requests, GET …/state,
POST …/faults, DELETE …/faults, POST …/reset, POST …/limits {"on": false}

Stop with Ctrl+C. One line per request follows.
`;
}

const sandbox = await startOnFreePort(wantedPort(process.argv));
for (const signal of ['SIGINT', 'SIGTERM'] as const) {
	process.once(signal, () => {
		void sandbox.stop().then(() => process.exit(0));
	});
}

// Last, so that whoever reads it may already send a signal.
console.log(introduction(sandbox));
