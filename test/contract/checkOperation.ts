/** Runs an operation through the real engine in every form that the contract test covers. */
import { MERGES_CURRENT } from './exceptions.ts';
import { startApp, type AppRun } from '../support/appNode.ts';
import { existingIds } from '../support/existingIds.ts';
import type { Sandbox } from '../../tools/sandbox/sandbox.ts';
import type { FaultAct, JsonObject, RecordedRequest } from '../../tools/sandbox/types.ts';
import { exampleResponse, matchesEntity, largestPage, entitiesIn, twoPages } from './responses.ts';
import { ADDED, CHANNELS } from './exceptions.ts';
import { checkRequest, pathValues, sentUnasked } from './checkRequest.ts';
import { fillIn, type Inputs, type Subject } from './nodeInputs.ts';
import { entriesOf, isShown, type Parameters } from '../../tools/docs/nodeProperties.ts';
import { unreachedFields } from './unreachedFields.ts';
import { Rotation } from './rotation.ts';

export interface Report {
	readonly problems: string[];
	/** Number of runs that together cover every variant with every field. */
	fullRuns: number;
	unreached: string[];
	/** Whether the node retried the request after a server error. */
	isRetried: boolean;
}

interface Run {
	readonly app: AppRun;
	readonly sandbox: Sandbox;
}

/** More would mean that an operation has a new kind of mutually exclusive variants. */
const MAX_RUNS = 60;

/** An image, because only images can be uploaded. */
const FILE = { data: 'R0lGODlhAQABAAAAACw=', mimeType: 'image/png', fileName: 'grüße.png' };
const ITEM = { json: {}, binary: { data: FILE } };

/** Runs an operation and collects its problems. */
export async function checkOperation(subject: Subject): Promise<Report> {
	const report: Report = { problems: [], fullRuns: 0, unreached: [], isRetried: false };
	const requests: RecordedRequest[] = [];
	report.problems.push(...checkOptions(subject));
	await runMinimal(subject, report, requests);
	await runFull(subject, report, requests);
	await runAwkward(subject, report);
	await runPages(subject, report, requests);
	await runAfterFault(subject, report);
	report.unreached = unreachedFields(subject.operation, requests);
	return report;
}

/** Checks that users can add fields that the node lacks, wherever the request can carry them. */
function checkOptions({ key, operation: { body }, properties }: Subject): string[] {
	const [resource, operation] = key.split('.');
	const names = properties
		.filter(({ name }) => name === 'options')
		.flatMap(entriesOf)
		.filter((entry) => isShown(entry, {}, { resource, operation }))
		.map(({ name }) => name);
	const expectedOptions = ['additionalQuery'];
	if (body !== null && body.rawArray !== true) expectedOptions.push('additionalBody');
	return expectedOptions
		.filter((name) => !names.includes(name))
		.map((name) => `lacks the option ${name}`);
}

type Note = (problem: string) => void;

/** Starts a sandbox per run, so that state and rate limits are not shared. */
async function run(
	{ key, operation }: Subject,
	inputs: (ids: Record<string, string>) => Inputs,
	more: { acts?: readonly FaultAct[]; times?: number; items?: number; workspaceId?: string },
): Promise<Run & { inputs: Inputs }> {
	const app = await startApp({ workMs: 0 });
	try {
		const [resource = '', name = ''] = key.split('.');
		const ids = {
			...(await existingIds(app.sandbox, resource, name)),
			...messageOf(app.sandbox, key),
		};
		const filled = inputs(ids);
		const isAim = (request: RecordedRequest) => request.operation === key;
		for (const act of more.acts ?? [])
			app.sandbox.fault({ match: isAim, act, times: more.times ?? 1 });
		if (more.workspaceId !== undefined) {
			app.credentials.customerIoAppApi.workspaceId = more.workspaceId;
		}
		const parameters = { resource, operation: operation.operation, ...filled.parameters };
		const items = Array.from({ length: more.items ?? 1 }, () => ITEM);
		const result = await app.run(parameters, items);
		// What an update keeps is read first.
		const requests = MERGES_CURRENT.has(key) ? result.requests.filter(isAim) : result.requests;
		return { app: { ...result, requests }, sandbox: app.sandbox, inputs: filled };
	} finally {
		await app.sandbox.stop();
	}
}

/** Returns the IDs of a transactional message for a send's channel. */
function messageOf({ state }: Sandbox, key: string): Record<string, string> {
	const message = state.transactionalMessages.find(({ channels }) =>
		channels.some((channel) => channel === CHANNELS[key]),
	);
	return message === undefined
		? {}
		: { transactional_message_id: String(message.id), trigger_name: message.triggerName };
}

const isList = ({ operation: { response } }: Subject): boolean =>
	response.listKey !== undefined || response.rawArray === true;

/** Lists get two items, because n8n pairs a single input, or as many inputs as outputs, without the node. */
async function runMinimal(
	subject: Subject,
	report: Report,
	requests: RecordedRequest[],
): Promise<void> {
	const note: Note = (problem) => report.problems.push(`minimal: ${problem}`);
	const rotation = new Rotation();
	const items = isList(subject) ? 2 : 1;
	const { app, sandbox, inputs } = await run(
		subject,
		(ids) => fillIn(subject, { includeOptional: false, ids, rotation }),
		{ items },
	);
	requests.push(...app.requests);
	inputs.problems.forEach(note);
	checkRun(subject, { app, sandbox }, inputs, true, note);
	for (const request of MERGES_CURRENT.has(subject.key) ? [] : app.requests.slice(0, 1)) {
		sentUnasked(subject, request, inputs.entered).forEach((name) => note(`sends ${name}`));
	}
	if (app.requests.length !== items) note(`sends ${app.requests.length} requests`);
}

async function runFull(
	subject: Subject,
	report: Report,
	requests: RecordedRequest[],
): Promise<void> {
	const rotation = new Rotation();
	const problems = new Set<string>();
	do {
		report.fullRuns += 1;
		const { app, sandbox, inputs } = await run(
			subject,
			(ids) => fillIn(subject, { includeOptional: true, ids, rotation }),
			{ workspaceId: '7' },
		);
		const note: Note = (problem) => problems.add(`full: ${problem}`);
		inputs.problems.forEach(note);
		checkRun(subject, { app, sandbox }, inputs, false, note);
		requests.push(...app.requests);
	} while (!rotation.isComplete && report.fullRuns < MAX_RUNS);
	if (!rotation.isComplete) problems.add(`full: not all variants in ${MAX_RUNS} runs`);
	report.problems.push(...problems);
}

/** Checks the requests, response and items of one run. */
function checkRun(
	subject: Subject,
	{ app, sandbox }: Run,
	inputs: Inputs,
	isExtract: boolean,
	note: Note,
): void {
	if (app.error !== undefined) {
		note(`${app.error.message} | ${app.error.description}`);
		return;
	}
	for (const request of app.requests) {
		checkRequest(subject, request, inputs.entered, sandbox.appKey).forEach(note);
		if (!request.processed) note(`status ${request.status}`);
	}
	if (app.requests.length === 0) note('nothing was sent');
	checkItems(subject, app, inputs, isExtract, note);
}

function checkItems(
	subject: Subject,
	app: AppRun,
	{ parameters }: Inputs,
	isExtract: boolean,
	note: Note,
): void {
	const { operation } = subject;
	if (operation.response.type === 'binary') {
		if (app.items[0]?.binary?.data === undefined) note('gives no file');
		return;
	}
	const maxItems = parameters.returnAll === true ? Infinity : 50;
	// Pages of one item are consecutive, so their entities can be assigned by request order only
	// where each item has one page; `runPages` covers more pages.
	const expected = app.requests.flatMap(({ path, responseBody }, index) =>
		entitiesIn(operation, responseBody, idsIn(operation, path))
			.slice(0, maxItems)
			.map((entity) => ({ entity, item: parameters.returnAll === true ? 0 : index })),
	);
	if (app.items.length !== expected.length) {
		note(`gives ${app.items.length} items instead of ${expected.length}`);
		return;
	}
	for (const [index, { json, pairedItem }] of app.items.entries()) {
		const { entity, item } = expected[index] ?? { entity: undefined, item: 0 };
		const received = withoutAdded(subject.key, json as JsonObject);
		if (!matchesEntity(received, entity, isExtract)) {
			note(`item ${index} is ${abbreviated(json)} instead of ${abbreviated(entity)}`);
		}
		if ((pairedItem as { item?: number } | undefined)?.item !== item) {
			note(`item ${index} is paired with ${JSON.stringify(pairedItem)} instead of ${item}`);
		}
	}
}

function withoutAdded(key: string, json: JsonObject): JsonObject {
	const added = ADDED[key] ?? [];
	return Object.fromEntries(Object.entries(json).filter(([name]) => !added.includes(name)));
}

/** Returns the IDs that the node adds to an empty response. */
function idsIn(operation: Subject['operation'], path: string): JsonObject {
	return Object.fromEntries(
		Object.entries(pathValues(operation, path) ?? {}).map(([name, value]) => {
			const field = operation.parameters.find(
				(parameter) => parameter.in === 'path' && parameter.name === name,
			);
			return [name, field?.type === 'integer' ? Number(value) : value];
		}),
	);
}

/** Runs with path parameters that must be encoded. */
async function runAwkward(subject: Subject, report: Report): Promise<void> {
	const { operation } = subject;
	const isText = operation.parameters.some(
		({ in: place, type, format, enum: allowed }) =>
			place === 'path' && type === 'string' && format !== 'uuid' && allowed === undefined,
	);
	if (!isText) return;
	const fillOptions = { includeOptional: false, awkward: true, rotation: new Rotation() };
	const { app, sandbox, inputs } = await run(
		subject,
		(ids) => fillIn(subject, { ...fillOptions, ids }),
		{
			acts: [exampleResponse(operation)],
			times: Infinity,
		},
	);
	const note: Note = (problem) => report.problems.push(`encoding: ${problem}`);
	// The same response to every request makes a list that does not end.
	const { message = '' } = app.error ?? {};
	if (message !== '' && !/^The list does not end/.test(message)) note(message);
	for (const request of app.requests) {
		checkRequest(subject, request, inputs.entered, sandbox.appKey).forEach(note);
		if (!/%/.test(request.path)) note(`nothing is encoded in ${request.path}`);
	}
}

/** Return All: requests pages of the documented size until the list ends. */
async function runPages(
	subject: Subject,
	report: Report,
	requests: RecordedRequest[],
): Promise<void> {
	const { operation } = subject;
	const pages = twoPages(operation);
	if (pages === undefined) return;
	const allPages: Parameters = { returnAll: true, simplify: false };
	const { app } = await run(
		subject,
		(ids) => {
			const inputs = fillIn(subject, { includeOptional: false, ids, rotation: new Rotation() });
			return { ...inputs, parameters: { ...inputs.parameters, ...allPages } };
		},
		{ acts: pages.acts },
	);
	requests.push(...app.requests);
	const note: Note = (problem) => report.problems.push(`pages: ${problem}`);
	if (app.error !== undefined) note(app.error.message);
	const [first, second] = app.requests;
	if (app.requests.length !== pages.acts.length || first === undefined || second === undefined) {
		note(`asks for ${app.requests.length} pages instead of ${pages.acts.length}`);
		return;
	}
	const largest = largestPage(operation);
	const size = operation.response.cursor?.sizeParam ?? 'limit';
	for (const { query } of [first, second]) {
		if (query[size] !== largest?.toString()) {
			note(`asks for ${query[size] ?? 'no'} entries a page instead of ${largest ?? 'no number'}`);
		}
	}
	for (const [name, value] of Object.entries(pages.second)) {
		if (second.query[name] !== value) note(`the second page has ${name} ${second.query[name]}`);
	}
	if (app.items.length !== pages.entries.length) note(`gives ${app.items.length} items`);
}

/** Customer.io fails once; the node must retry if and only if the spec calls the operation idempotent. */
async function runAfterFault(subject: Subject, report: Report): Promise<void> {
	const fillOptions = { includeOptional: false, rotation: new Rotation() };
	const { app } = await run(subject, (ids) => fillIn(subject, { ...fillOptions, ids }), {
		acts: [{ kind: 'status', status: 500 }],
	});
	const statuses = app.requests.map(({ status }) => status);
	report.isRetried = statuses.length === 2;
	const note: Note = (problem) => report.problems.push(`after a failure: ${problem}`);
	if (statuses[0] !== 500 || statuses.length > 2) note(`the statuses were ${statuses.join(', ')}`);
	if (report.isRetried !== (app.error === undefined)) {
		note(app.error === undefined ? 'no error, but no retry' : app.error.message);
	}
}

function abbreviated(value: unknown): string {
	const text = JSON.stringify(value) ?? 'nothing';
	return text.length > 160 ? `${text.slice(0, 157)}…` : text;
}
