/**
 * Starts the real n8n editor with this package and an embedded Customer.io, to try it out.
 *
 * `npm run n8n`
 */
import { OWNER } from './rest.ts';
import { setStage } from './stage.ts';

const N8N_PORT = 5678;
const SANDBOX_PORT = 8025;

let stopRequested = false;
const stopAsked = new Promise<void>((resolve) => {
	const stop = (): void => {
		stopRequested = true;
		resolve();
	};
	for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, stop);
	// The reader of our output may be gone when we print that we stop.
	process.stdout.on('error', () => {});
	// A signal to `npm run` ends npm and its shell but does not reach this process.
	const parent = process.ppid;
	setInterval(() => {
		if (process.ppid !== parent) stop();
	}, 500).unref();
});

const stage = await setStage({
	n8nPort: N8N_PORT,
	sandboxPort: SANDBOX_PORT,
	say: (line) => console.log(line),
}).catch((error: unknown) => {
	// Ctrl+C also reaches npm during the installation.
	if (stopRequested) process.exit(130);
	throw error;
});
const { n8n, sandbox, examples } = stage;
const list = [...examples.values()].map(({ id, name }) => `    ${n8n.url}/workflow/${id}  ${name}`);

if (!stopRequested)
	console.log(`
  n8n                 ${n8n.url}
  Email               ${OWNER.email}
  Password            ${OWNER.password}

  Customer.io         ${sandbox.url} (embedded; all credentials point to it)
  App API key         ${sandbox.appKey}
  Pipelines write key ${sandbox.writeKey}
  Track site ID       ${sandbox.siteId}
  Track API key       ${sandbox.trackKey}
  Webhook signing key ${sandbox.signingKey}

  Workflows to run:
${list.join('\n')}

Stop with Ctrl+C; what you made in n8n is then deleted.
`);

await stopAsked;
console.log('\nStopping …');
await stage.stop();
console.log('Stopped.');
