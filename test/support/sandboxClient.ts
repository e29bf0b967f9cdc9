/** An HTTP client that sends exactly what a test says, and a webhook receiver, for the sandbox's tests. */
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import axios from 'axios';
import type { Sandbox } from '../../tools/sandbox/sandbox.ts';

export interface RequestOptions {
	method?: string;
	/** Sent unchanged: nothing is resolved or encoded. */
	path: string;
	body?: unknown;
	/** Sent instead of `body`, byte for byte. */
	raw?: string | Buffer;
	headers?: Record<string, string>;
}

export interface ClientResponse {
	status: number;
	headers: http.IncomingHttpHeaders;
	text: string;
	data: Buffer;
	/** Parsed text; undefined if it is not JSON. */
	json: unknown;
}

/** One connection for each request. */
const httpAgent = new http.Agent({ keepAlive: false });

/** One request with no key of its own. Rejects when the connection breaks. */
export async function request(url: string, options: RequestOptions): Promise<ClientResponse> {
	const body =
		options.raw ?? (options.body === undefined ? undefined : JSON.stringify(options.body));
	const response = await axios.request<Buffer>({
		url: `${url}${options.path}`,
		method: options.method ?? (body === undefined ? 'GET' : 'POST'),
		headers: {
			...(body === undefined ? {} : { 'Content-Type': 'application/json' }),
			...options.headers,
		},
		// Text would be changed if it were not valid JSON.
		data: body === undefined ? undefined : Buffer.from(body),
		httpAgent,
		maxRedirects: 0,
		proxy: false,
		responseType: 'arraybuffer',
		// axios itself would resolve dot segments.
		transport: {
			request: (sent: http.RequestOptions, onResponse: (incoming: http.IncomingMessage) => void) =>
				http.request({ ...sent, path: options.path }, onResponse),
		},
		validateStatus: () => true,
	});
	const text = response.data.toString('utf8');
	return {
		status: response.status,
		headers: response.headers as http.IncomingHttpHeaders,
		text,
		data: response.data,
		json: parsedOrUndefined(text),
	};
}

function parsedOrUndefined(text: string): unknown {
	try {
		return JSON.parse(text);
	} catch {
		return undefined;
	}
}

/** Sends a request with the App API key. */
export function app(sandbox: Sandbox, options: RequestOptions): Promise<ClientResponse> {
	return request(sandbox.url, {
		...options,
		headers: { Authorization: `Bearer ${sandbox.appKey}`, ...options.headers },
	});
}

/** Sends a strict Pipelines request with the write key; `strict: false` omits the header. */
export function pipelines(
	sandbox: Sandbox,
	path: string,
	body: unknown,
	{ strict = true, key = sandbox.writeKey, password = '' } = {},
): Promise<ClientResponse> {
	const basic = Buffer.from(`${key}:${password}`).toString('base64');
	return request(sandbox.url, {
		path,
		body,
		headers: { Authorization: `Basic ${basic}`, ...(strict ? { 'X-Strict-Mode': '1' } : {}) },
	});
}

/** Sends a Track request with the site ID and API key; `method` as in `request`. */
export function track(
	sandbox: Sandbox,
	path: string,
	body?: unknown,
	{ method, user = sandbox.siteId, password = sandbox.trackKey }: TrackOptions = {},
): Promise<ClientResponse> {
	const basic = Buffer.from(`${user}:${password}`).toString('base64');
	return request(sandbox.url, {
		path,
		body,
		headers: { Authorization: `Basic ${basic}` },
		...(method === undefined ? {} : { method }),
	});
}

interface TrackOptions {
	method?: string;
	user?: string;
	password?: string;
}

/** Returns the first error text of a response in any of the documented shapes. */
export function detail(response: ClientResponse): string {
	const body = response.json as {
		errors?: Array<{ detail: string }>;
		meta?: { error?: string; errors?: string[] };
	};
	return body.errors?.[0]?.detail ?? body.meta?.error ?? body.meta?.errors?.[0] ?? response.text;
}

interface Received {
	headers: http.IncomingHttpHeaders;
	body: string;
	at: number;
}

export interface Receiver {
	url: string;
	received: Received[];
	/** Status of the nth request (from 0); `0` closes the connection, `-1` never responds. */
	status: (nth: number) => number;
	close(): Promise<void>;
}

/** Starts an endpoint for reporting webhooks that returns 200 unless changed. */
export async function startReceiver(): Promise<Receiver> {
	const receiver: Receiver = {
		url: '',
		received: [],
		status: () => 200,
		close: () =>
			new Promise((resolve) => {
				server.close(() => resolve());
				server.closeAllConnections();
			}),
	};
	const server = http.createServer((incoming, response) => {
		const chunks: Buffer[] = [];
		incoming.on('data', (chunk: Buffer) => chunks.push(chunk));
		incoming.on('end', () => {
			const nth = receiver.received.length;
			receiver.received.push({
				headers: incoming.headers,
				body: Buffer.concat(chunks).toString('utf8'),
				at: Date.now(),
			});
			const status = receiver.status(nth);
			if (status === 0) incoming.socket.destroy();
			else if (status > 0) response.writeHead(status).end();
		});
	});
	await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
	receiver.url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/hook`;
	return receiver;
}
