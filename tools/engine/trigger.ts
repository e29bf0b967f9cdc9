/**
 * A webhook trigger in the engine: registration and removal with static data that is saved between calls, and
 * requests handled like n8n's webhook server handles them.
 */
import { createServer, type IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';
import type {
	IDataObject,
	IHookFunctions,
	INodeExecutionData,
	IWebhookData,
	IWebhookDescription,
	IWebhookFunctions,
	IWorkflowExecuteAdditionalData,
	Workflow,
	WorkflowActivateMode,
} from 'n8n-workflow';
import { additionalDataFor } from './additionalData.ts';
import { core, workflowPackage } from './core.ts';
import { HarnessCredentials } from './credentials.ts';
import { ensurePackageOf, HarnessNodeTypes } from './packages.ts';
import { nodeFrom, type NodeSpec } from './workflowSpec.ts';

export interface TriggerOptions {
	/** "Listen for test event" in the editor instead of an activated workflow. */
	test?: boolean;
	activation?: WorkflowActivateMode;
	/** Static data saved by an earlier activation. */
	staticData?: IDataObject;
	workflowId?: string;
	workflowName?: string;
	webhookId?: string;
	/** n8n's address, as its setting WEBHOOK_URL; http://localhost:5678 by default. */
	base?: string;
}

interface IncomingRequest {
	rawBody: string | Buffer;
	headers?: IncomingHttpHeaders;
	method?: string;
	query?: Record<string, string>;
}

export interface WebhookResponse {
	/** Items that start an execution; undefined if the event starts none. */
	workflowData?: INodeExecutionData[][];
	httpStatus: number;
	httpBody: unknown;
	httpHeaders: Record<string, string>;
	/** The error that the node threw; the sender sees only a 500. */
	error?: Error;
}

export interface TriggerContexts {
	/** The URL for Customer.io's events. */
	webhookUrl(): Promise<string>;
	/** The node's saved static data. */
	staticData(): IDataObject;
	checkExists(): Promise<boolean>;
	create(): Promise<boolean>;
	delete(): Promise<boolean>;
	/** Like n8n on activation: calls `create` unless `checkExists` returns true. */
	activate(): Promise<void>;
	webhook(request: IncomingRequest): Promise<WebhookResponse>;
	/** Serves the webhook URL on loopback, so that a sandbox can deliver events. Call it before `activate`. */
	listen(): Promise<{ url: string; responses: WebhookResponse[]; close(): Promise<void> }>;
}

export function triggerContexts(
	spec: Omit<NodeSpec, 'name'> & { name?: string },
	options: TriggerOptions = {},
): TriggerContexts {
	const { test = false, workflowId = 'harness', workflowName = 'Harness' } = options;
	const mode = test ? 'manual' : 'trigger';
	const activation = options.activation ?? (test ? 'manual' : 'activate');
	const name = spec.name ?? 'Trigger';
	const key = `node:${name}`;
	let saved: IDataObject = structuredClone(options.staticData ?? {});
	let { base } = options;

	/** Like n8n, builds a new workflow for each call, with the saved static data. */
	async function prepare() {
		await ensurePackageOf(spec.type);
		const nodeTypes = new HarnessNodeTypes();
		const nodeType = nodeTypes.getByNameAndVersion(spec.type, spec.typeVersion);
		const description = nodeType.description.webhooks?.find((entry) => entry.name === 'default');
		if (description === undefined) throw new Error(`${spec.type} has no default webhook`);
		const node = nodeFrom({ ...spec, name }, nodeType.description);
		node.webhookId = options.webhookId ?? '11111111-2222-3333-4444-555555555555';
		const workflow = new workflowPackage.Workflow({
			id: workflowId,
			name: workflowName,
			nodes: [node],
			connections: {},
			active: !test,
			nodeTypes,
			staticData: { [key]: structuredClone(saved) },
			settings: { executionOrder: 'v1' },
		});
		const additionalData = additionalDataFor(new HarnessCredentials(spec.credentials));
		if (base !== undefined) {
			additionalData.webhookBaseUrl = `${base}/webhook`;
			additionalData.webhookTestBaseUrl = `${base}/webhook-test`;
		}
		const webhookData = webhookDataFor(workflow, node.name, description, additionalData);
		return { nodeType, node, workflow, additionalData, webhookData };
	}

	function webhookDataFor(
		workflow: Workflow,
		nodeName: string,
		webhookDescription: IWebhookDescription,
		workflowExecuteAdditionalData: IWorkflowExecuteAdditionalData,
	): IWebhookData {
		return {
			httpMethod: 'POST',
			node: nodeName,
			path: String(webhookDescription.path),
			webhookDescription,
			workflowId: workflow.id,
			workflowExecuteAdditionalData,
			isTest: test,
		};
	}

	/** Like n8n, saves static data only if it changed. */
	function save(workflow: Workflow): void {
		if (workflow.staticData.__dataChanged !== true) return;
		saved = JSON.parse(JSON.stringify(workflow.staticData[key] ?? {})) as IDataObject;
	}

	async function withHookContext<T>(
		run: (
			context: InstanceType<typeof core.HookContext>,
			prepared: Awaited<ReturnType<typeof prepare>>,
		) => T | Promise<T>,
	): Promise<T> {
		const prepared = await prepare();
		const { workflow, node, additionalData, webhookData } = prepared;
		const context = new core.HookContext(
			workflow,
			node,
			additionalData,
			mode,
			activation,
			webhookData,
		);
		await workflow.expression.acquireIsolate();
		try {
			return await run(context, prepared);
		} finally {
			save(workflow);
			await workflow.expression.releaseIsolate();
		}
	}

	async function lifecycle(method: 'checkExists' | 'create' | 'delete'): Promise<boolean> {
		return await withHookContext(async (context, { nodeType }) => {
			const hook = nodeType.webhookMethods?.default?.[method];
			if (hook === undefined) throw new Error(`${spec.type} has no webhook method "${method}"`);
			return await hook.call(context as IHookFunctions);
		});
	}

	async function webhook(request: IncomingRequest): Promise<WebhookResponse> {
		const prepared = await prepare();
		const { nodeType, node, workflow, additionalData, webhookData } = prepared;
		const incoming = requestOf(request, webhookData.path);
		if (incoming === undefined) {
			return responseOf(422, { message: 'Failed to parse request body' });
		}
		const response = new RecordedResponse();
		additionalData.httpRequest = incoming as unknown as Request;
		additionalData.httpResponse = response as unknown as Response;
		const context = new core.WebhookContext(
			workflow,
			node,
			additionalData,
			mode,
			webhookData,
			[],
			null,
		);
		await workflow.expression.acquireIsolate();
		try {
			if (nodeType.webhook === undefined) throw new Error(`${spec.type} has no webhook method`);
			// Nodes that extend n8n's class `Node` take the context as an argument and keep `this`.
			const takesContext = nodeType.webhook.length === 1;
			const result = await nodeType.webhook.call(
				(takesContext ? nodeType : context) as IWebhookFunctions,
				...((takesContext ? [context] : []) as []),
			);
			const webhookResponse =
				result.noWebhookResponse === true
					? responseOf(response.statusCode, response.body, response.headers)
					: result.webhookResponse !== undefined
						? responseOf(200, result.webhookResponse, response.headers)
						: responseOf(
								200,
								{
									message:
										result.workflowData === undefined
											? 'Webhook call received'
											: 'Workflow was started',
								},
								response.headers,
							);
			if (result.noWebhookResponse === true && !response.ended) {
				throw new Error('The node set noWebhookResponse but sent no response');
			}
			if (result.workflowData !== undefined) webhookResponse.workflowData = result.workflowData;
			response.endIfOpen(webhookResponse.httpStatus);
			return webhookResponse;
		} catch (error) {
			if (!(error instanceof Error)) throw error;
			response.endIfOpen(500);
			return {
				...responseOf(500, {
					message: 'Workflow Webhook Error: Workflow could not be started!',
				}),
				error,
			};
		} finally {
			save(workflow);
			await workflow.expression.releaseIsolate();
		}
	}

	const contexts: TriggerContexts = {
		staticData: () => structuredClone(saved),
		webhookUrl: async () =>
			await withHookContext((context) => {
				const url = context.getNodeWebhookUrl('default');
				if (url === undefined) throw new Error(`${spec.type} has no webhook URL`);
				return url;
			}),
		checkExists: async () => await lifecycle('checkExists'),
		create: async () => await lifecycle('create'),
		delete: async () => await lifecycle('delete'),
		activate: async () => {
			if (!(await lifecycle('checkExists'))) await lifecycle('create');
		},
		webhook,
		listen: async () => {
			const responses: WebhookResponse[] = [];
			const server = createServer((request, response) => {
				const chunks: Buffer[] = [];
				request.on('data', (chunk: Buffer) => chunks.push(chunk));
				request.on('end', () => {
					const url = new URL(request.url ?? '/', base);
					void webhook({
						rawBody: Buffer.concat(chunks),
						headers: request.headers,
						method: request.method ?? 'POST',
						query: Object.fromEntries(url.searchParams),
					}).then((webhookResponse) => {
						responses.push(webhookResponse);
						response.writeHead(webhookResponse.httpStatus, { 'content-type': 'application/json' });
						response.end(
							webhookResponse.httpBody === undefined
								? undefined
								: JSON.stringify(webhookResponse.httpBody),
						);
					});
				});
			});
			await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
			base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
			return {
				url: await contexts.webhookUrl(),
				responses,
				close: async () => {
					server.closeAllConnections();
					await new Promise<void>((resolve) => server.close(() => resolve()));
				},
			};
		},
	};
	return contexts;
}

function responseOf(
	httpStatus: number,
	httpBody: unknown,
	httpHeaders: Record<string, string> = {},
): WebhookResponse {
	return { httpStatus, httpBody, httpHeaders };
}

/** The parts of an Express request that nodes read; undefined if the body cannot be parsed. */
function requestOf(request: IncomingRequest, path: string): IDataObject | undefined {
	const rawBody = Buffer.from(request.rawBody);
	const headers: IncomingHttpHeaders = { 'content-type': 'application/json' };
	for (const [header, value] of Object.entries(request.headers ?? {})) {
		headers[header.toLowerCase()] = value;
	}
	const contentType = String(headers['content-type']).split(';')[0]?.trim();
	let body: unknown = {};
	if (rawBody.length > 0) {
		if (contentType === 'application/json') {
			try {
				body = JSON.parse(rawBody.toString('utf8'));
			} catch {
				return undefined;
			}
		} else if (contentType === 'application/x-www-form-urlencoded') {
			body = Object.fromEntries(new URLSearchParams(rawBody.toString('utf8')));
		} else {
			body = rawBody.toString('utf8');
		}
	}
	const header = (name: string) => headers[name.toLowerCase()];
	return {
		method: request.method ?? 'POST',
		path: `/${path}`,
		headers,
		query: request.query ?? {},
		params: {},
		contentType,
		encoding: 'utf8',
		rawBody,
		body,
		get: header,
		header,
		readRawBody: async () => {},
	} as unknown as IDataObject;
}

/** The parts of an Express response that nodes use, kept for the test. */
class RecordedResponse {
	statusCode = 200;
	body: unknown;
	readonly headers: Record<string, string> = {};
	ended = false;

	get headersSent(): boolean {
		return this.ended;
	}

	/** Ends the response if the node did not. */
	endIfOpen(code: number): void {
		if (!this.ended) this.status(code).end();
	}

	status(code: number): this {
		this.statusCode = code;
		return this;
	}

	setHeader(name: string, value: string): this {
		this.headers[name.toLowerCase()] = String(value);
		return this;
	}

	set(name: string, value: string): this {
		return this.setHeader(name, value);
	}

	header(name: string, value: string): this {
		return this.setHeader(name, value);
	}

	getHeader(name: string): string | undefined {
		return this.headers[name.toLowerCase()];
	}

	writeHead(code: number, headers: Record<string, string> = {}): this {
		for (const [name, value] of Object.entries(headers)) this.setHeader(name, value);
		return this.status(code);
	}

	json(body: unknown): this {
		return this.end(JSON.parse(JSON.stringify(body)));
	}

	send(body?: unknown): this {
		return this.end(body);
	}

	sendStatus(code: number): this {
		return this.status(code).end();
	}

	end(body?: unknown): this {
		if (this.ended) throw new Error('The node sent two responses to one request');
		this.ended = true;
		if (body !== undefined) this.body = body;
		return this;
	}
}
