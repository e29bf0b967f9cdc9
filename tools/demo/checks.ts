import type { RecordedRequest, Sandbox } from '../sandbox/sandbox.ts';

/** A promise of the demo and whether it was kept, according to the sandbox's state, not to the nodes. */
export interface Check {
	promise: string;
	kept: boolean;
	/** The measured figures. */
	figures: string;
}

const BATCH_BYTES = 500_000;

interface Call {
	messageId: string;
	userId: string;
}

function callsOf(request: RecordedRequest): Call[] {
	return (request.body as { batch: Call[] }).batch;
}

/** Every contact except the one that is too large became a person, in the fewest possible requests. */
export function checkPeople(
	sandbox: Sandbox,
	requests: RecordedRequest[],
	contacts: number,
): Check[] {
	const calls = requests.flatMap(callsOf);
	const bytes = calls.reduce((sum, call) => sum + Buffer.byteLength(JSON.stringify(call)) + 1, 0);
	const fewest = Math.ceil(bytes / BATCH_BYTES);
	const stored = Object.values(sandbox.state.pipelines.calls);
	const twice = stored.filter((call) => call.applied !== 1).length;
	const people = sandbox.state.people.filter(({ id }) => id?.startsWith('crm-')).length;
	return [
		{
			promise: `${contacts - 1} of ${contacts} contacts are people in Customer.io, each applied once`,
			kept: people === contacts - 1 && calls.length === people && twice === 0,
			figures: `${people} people, ${calls.length} calls, ${twice} not applied exactly once`,
		},
		{
			promise: 'in the fewest requests that the size limit allows',
			kept: requests.length <= fewest,
			figures: `${requests.length} requests for ${bytes.toLocaleString('en')} bytes`,
		},
	];
}

/** Every matching person got exactly one email. */
export function checkEmails(sandbox: Sandbox, recipients: string[]): Check[] {
	const sent = new Map<string, number>();
	for (const { recipient, source } of sandbox.state.deliveries) {
		if (source.kind === 'transactional') sent.set(recipient, (sent.get(recipient) ?? 0) + 1);
	}
	const wrong = recipients.filter((recipient) => sent.get(recipient) !== 1).length;
	return [
		{
			promise: 'every matching person got one email, and nobody else did',
			kept: recipients.length > 0 && wrong === 0 && sent.size === recipients.length,
			figures: `${recipients.length} found, ${sent.size} sent to, ${wrong} not exactly once`,
		},
	];
}

/** Every event that Customer.io reported started one run; one with an invalid signature did not. */
export function checkEvents(sandbox: Sandbox, rows: string[], invalidStatus: number): Check[] {
	const reported = new Set(sandbox.state.webhookDeliveries.map(({ eventId }) => eventId));
	const undelivered = sandbox.state.webhookDeliveries.filter(({ state }) => state !== 'delivered');
	const missing = [...reported].filter((id) => !rows.includes(id)).length;
	return [
		{
			promise: 'every reported event was received, verified and written to one row',
			kept:
				rows.length > 0 &&
				missing === 0 &&
				rows.length === reported.size &&
				undelivered.length === 0,
			figures: `${reported.size} reported, ${rows.length} rows, ${missing} missing`,
		},
		{
			promise: 'an event with an invalid signature is rejected',
			kept: invalidStatus === 401,
			figures: `status ${invalidStatus}`,
		},
		{
			promise: 'the trigger deleted its webhook when it was deactivated',
			kept: sandbox.state.reportingWebhooks.length === 0,
			figures: `${sandbox.state.reportingWebhooks.length} left`,
		},
	];
}
