/** A local HTTP server that records its requests, for the harness's tests. */
import { createServer, type IncomingHttpHeaders, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';

interface RecordedRequest {
	method: string;
	path: string;
	headers: IncomingHttpHeaders;
	body: string;
}

type Reply = (request: RecordedRequest) => { status: number; body?: unknown } | 'hang';

export interface SampleServer {
	url: string;
	requests: RecordedRequest[];
	reply: Reply;
	close(): Promise<void>;
}

export async function startSampleServer(reply: Reply): Promise<SampleServer> {
	const server: Server = createServer((request, response) => {
		const chunks: Buffer[] = [];
		request.on('data', (chunk: Buffer) => chunks.push(chunk));
		request.on('end', () => {
			const recorded: RecordedRequest = {
				method: request.method ?? '',
				path: request.url ?? '',
				headers: request.headers,
				body: Buffer.concat(chunks).toString('utf8'),
			};
			sample.requests.push(recorded);
			const result = sample.reply(recorded);
			if (result === 'hang') return;
			response.writeHead(result.status, { 'content-type': 'application/json' });
			response.end(JSON.stringify(result.body ?? {}));
		});
	});
	await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
	const sample: SampleServer = {
		url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
		requests: [],
		reply,
		close: async () => {
			server.closeAllConnections();
			await new Promise<void>((resolve) => server.close(() => resolve()));
		},
	};
	return sample;
}
