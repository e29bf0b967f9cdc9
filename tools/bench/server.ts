/**
 * A service that responds immediately and has no rate limit, in a separate process, so that only the
 * node is measured. With a key and a certificate, over TLS. `GET /stats` returns what arrived since the last `POST /stats`.
 */
import { readFileSync } from 'node:fs';
import http from 'node:http';
import https from 'node:https';
import type { AddressInfo } from 'node:net';
import { parseArgs } from 'node:util';

/** Size of a large segment. */
const MEMBERS = 1_000_000;

const campaign = JSON.stringify({ campaign: { id: 4, name: 'Welcome', active: true } });
const segment = JSON.stringify({
	segment: { id: 4, name: 'Trial', description: '', state: 'finished', type: 'manual' },
});

let requests = 0;
let bytes = 0;

/** A page of members; entries are built as text, because a million objects would be slow. */
function members(query: URLSearchParams): string {
	const from = Number(query.get('start') ?? 0);
	const to = Math.min(MEMBERS, from + Number(query.get('limit') ?? 50));
	const rows: string[] = [];
	for (let n = from; n < to; n += 1) {
		rows.push(`{"cio_id":"a3000001${n}","id":"${n}","email":"person${n}@example.com"}`);
	}
	return `{"identifiers":[${rows.join(',')}],"ids":[],"next":"${to < MEMBERS ? to : ''}"}`;
}

function responseBody(url: URL): string {
	if (url.pathname === '/stats') return JSON.stringify({ requests, bytes });
	if (url.pathname.endsWith('/membership')) return members(url.searchParams);
	if (url.pathname.startsWith('/v1/segments/')) return segment;
	return url.pathname.startsWith('/v1/campaigns/') ? campaign : '{}';
}

const serve: http.RequestListener = (request, response) => {
	const url = new URL(request.url ?? '/', 'http://localhost');
	let size = 0;
	request.on('data', (chunk: Buffer) => {
		size += chunk.length;
	});
	request.on('end', () => {
		if (url.pathname !== '/stats') {
			requests += 1;
			bytes += size;
		} else if (request.method === 'POST') {
			requests = 0;
			bytes = 0;
		}
		const body = responseBody(url);
		response.writeHead(200, {
			'content-type': 'application/json',
			'content-length': Buffer.byteLength(body),
		});
		response.end(body);
	});
};

const [keyFile, certificateFile] = parseArgs({ allowPositionals: true }).positionals;
const server =
	keyFile === undefined || certificateFile === undefined
		? http.createServer(serve)
		: https.createServer(
				{ key: readFileSync(keyFile), cert: readFileSync(certificateFile) },
				serve,
			);
const protocol = keyFile === undefined ? 'http' : 'https';
server.keepAliveTimeout = 120_000;
server.listen(0, '127.0.0.1', () => {
	console.log(`${protocol}://127.0.0.1:${(server.address() as AddressInfo).port}`);
});
