/** The page at `/`: what the sandbox holds, and the last requests with what was wrong with them. */
import type { WorkspaceState } from './state.ts';
import type { RecordedRequest } from './types.ts';

const REQUESTS_SHOWN = 50;
const ENTRIES_SHOWN = 20;

/** What people look for, under the names that Customer.io gives it. */
const LISTS: ReadonlyArray<[title: string, list: (state: WorkspaceState) => readonly unknown[]]> = [
	['People', ({ people }) => people],
	['Suppressed', ({ suppressed }) => suppressed],
	['Segments', ({ segments }) => segments],
	['Objects', ({ objects }) => objects],
	['Deliveries', ({ deliveries }) => deliveries],
	['Activities', ({ activities }) => activities],
	['Broadcast triggers', ({ triggers }) => triggers],
	['Snippets', ({ snippets }) => snippets],
	['Calls of Pipelines', ({ pipelines }) => Object.values(pipelines.calls)],
	['Calls of Pipelines that were dropped', ({ pipelines }) => pipelines.dropped],
	['Calls of Track', ({ track }) => track.calls],
	['Form submissions', ({ track }) => track.forms],
	['Reporting webhooks', ({ reportingWebhooks }) => reportingWebhooks],
	['Events sent to webhooks', ({ webhookDeliveries }) => webhookDeliveries],
];

const STYLE = `
	:root { color-scheme: light dark; font: 15px/1.5 system-ui, sans-serif; }
	body { max-width: 72rem; margin: 0 auto; padding: 1rem; }
	code, pre, td.request { font-family: ui-monospace, monospace; font-size: 13px; }
	pre { overflow-x: auto; margin: 0.3rem 0 0.8rem; white-space: pre-wrap; overflow-wrap: anywhere; }
	.scroll { overflow-x: auto; }
	table { border-collapse: collapse; width: 100%; }
	th, td { text-align: left; vertical-align: top; padding: 0.25rem 0.75rem 0.25rem 0; border-bottom: 1px solid #8884; }
	td.request { overflow-wrap: anywhere; }
	.wrong { color: light-dark(#b00020, #ff8a80); }
	summary { cursor: pointer; }
`;

/** Text that stands in HTML as it is. */
function escape(text: string): string {
	return text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}

const json = (value: unknown): string => escape(JSON.stringify(value, null, 2) ?? '');

/** What a request was refused for, or why it had no effect. */
function problemOf({ status, processed, responseBody, reasons = [] }: RecordedRequest): string {
	if (status === 0) return 'no response';
	if (status >= 400 || status === 207) return JSON.stringify(responseBody ?? 'without a body');
	if (reasons.length > 0) return `dropped in silence: ${reasons.join('; ')}`;
	return processed ? '' : 'without effect';
}

function requestRow(request: RecordedRequest): string {
	const { method, path, rawQuery, status, operation, bodyText, receivedAt } = request;
	const time = new Date(receivedAt).toISOString().slice(11, 23);
	const target = rawQuery === '' ? path : `${path}?${rawQuery}`;
	const problem = problemOf(request);
	const body =
		bodyText === ''
			? ''
			: `<details><summary>body</summary><pre>${request.body === undefined ? escape(bodyText) : json(request.body)}</pre></details>`;
	return `<tr><td>${time}</td><td${problem === '' ? '' : ' class="wrong"'}>${status}</td>
<td class="request">${escape(`${method} ${target}`)}${body}</td>
<td>${escape(operation ?? 'no such route')}</td><td class="wrong">${escape(problem)}</td></tr>`;
}

function listOf([title, select]: (typeof LISTS)[number], state: WorkspaceState): string {
	const entries = select(state);
	if (entries.length === 0) return '';
	const last = entries.slice(-ENTRIES_SHOWN).reverse();
	const which = entries.length > last.length ? `<p>The last ${last.length}, newest first.</p>` : '';
	return `<details><summary>${title}: ${entries.length}</summary>${which}<pre>${last.map(json).join('\n')}</pre></details>`;
}

/** @param url what a credential has as its base URL */
export function page(
	state: WorkspaceState,
	requests: readonly RecordedRequest[],
	url: string,
): string {
	const shown = requests.filter(({ api }) => api !== 'admin');
	const rows = shown.slice(-REQUESTS_SHOWN).reverse().map(requestRow);
	return `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Customer.io sandbox</title>
<link rel="icon" href="data:,">
<style>${STYLE}</style>
<h1>Customer.io sandbox</h1>
<p>In n8n, create the Customer.io credentials with the region <b>Custom URL</b> and the base URL <code>${escape(url)}</code>.
The keys are in the terminal. <a href="/">Reload</a> this page to see what a workflow did.</p>
<h2>What it holds</h2>
${LISTS.map((list) => listOf(list, state)).join('\n')}
<h2>Requests: ${shown.length}</h2>
${
	rows.length === 0
		? '<p>None yet.</p>'
		: `<div class="scroll"><table><tr><th>Time (UTC)<th>Status<th>Request<th>Operation<th>What was wrong</tr>
${rows.join('\n')}</table></div>`
}
</html>`;
}
