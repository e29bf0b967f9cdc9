import type { SandboxResponse } from './response.ts';
import { isObject } from './types.ts';
import type { Fault, FaultAct, RecordedRequest } from './types.ts';
import type { WorkspaceState } from './state.ts';

/** What tests and the admin routes can inspect and control in a running sandbox. */
export interface Controls {
	/** Every request, in order of arrival. */
	readonly requests: RecordedRequest[];
	readonly state: WorkspaceState;
	fault(fault: Fault): void;
	clearFaults(): void;
	setLimits(on: boolean): void;
	/** Sets a rate that differs from the spec's, such as `1000/s` for `100/s`. Throws if it is malformed. */
	setRate(rate: string, actual: string): void;
	/** Each response comes so many milliseconds after its request was processed, at random between the two. */
	setLatency(latency: Latency): void;
	/** Restores the seed and clears records, faults, rate limiter windows and pending webhooks. */
	reset(): void;
}

export interface Latency {
	readonly minMs: number;
	readonly maxMs: number;
}

export interface AdminTarget extends Controls {
	pendingWebhooks(): number;
}

const ACTS = new Set(['status', 'delay', 'resetBefore', 'resetAfter', 'truncate', 'trickle']);

/**
 * Parses a fault from JSON: `path` as in tests, `pathPattern` for a regular expression, `times` a
 * number or `"Infinity"`. Returns an error message if the JSON is invalid.
 */
export function faultFromJson(value: unknown): Fault | string {
	if (!isObject(value) || !isObject(value.act)) return 'a fault needs an act';
	if (!ACTS.has(String(value.act.kind))) return `act.kind must be one of ${[...ACTS].join(', ')}`;
	const { method, path, pathPattern, times, every } = value;
	return {
		...(typeof method === 'string' ? { method } : {}),
		...(typeof path === 'string' ? { path } : {}),
		...(typeof pathPattern === 'string' ? { path: new RegExp(pathPattern) } : {}),
		...(times === undefined ? {} : { times: Number(times) }),
		...(typeof every === 'number' ? { every } : {}),
		act: value.act as unknown as FaultAct,
	};
}

function summary(target: AdminTarget): unknown {
	const counts = Object.fromEntries(
		Object.entries(target.state)
			.filter((entry): entry is [string, unknown[]] => Array.isArray(entry[1]))
			.map(([name, list]) => [name, list.length]),
	);
	const { track } = target.state;
	const calls = Object.values(target.state.pipelines.calls);
	return {
		counts,
		pipelines: {
			calls: calls.length,
			received: calls.reduce((sum, call) => sum + call.received, 0),
			applied: calls.reduce((sum, call) => sum + call.applied, 0),
			dropped: target.state.pipelines.dropped.length,
		},
		track: {
			calls: track.calls.length,
			dropped: track.calls.filter((call) => call.dropped !== undefined).length,
		},
		pendingWebhooks: target.pendingWebhooks(),
		requests: target.requests.length,
	};
}

/** Handles the routes under `/__sandbox/`, which control the sandbox from another process. */
export function handleAdminRequest(target: AdminTarget, record: RecordedRequest): SandboxResponse {
	const success = (body: unknown): SandboxResponse => ({ status: 200, body, processed: true });
	const failure = (status: number, text: string): SandboxResponse => ({
		status,
		body: { error: text },
		processed: false,
	});
	const name = record.path.slice('/__sandbox/'.length);
	const body = isObject(record.body) ? record.body : {};
	switch (`${record.method} ${name}`) {
		case 'GET requests':
			return success(target.requests.filter((request) => request.api !== 'admin'));
		case 'GET state':
			return success(record.query.full === 'true' ? target.state : summary(target));
		case 'POST faults': {
			const fault = faultFromJson(body);
			if (typeof fault === 'string') return failure(400, fault);
			target.fault(fault);
			return success({ added: true });
		}
		case 'DELETE faults':
			target.clearFaults();
			return success({ cleared: true });
		case 'POST reset':
			target.reset();
			return success({ reset: true });
		case 'POST limits':
			if (typeof body.on !== 'boolean') return failure(400, 'send {"on": true} or {"on": false}');
			target.setLimits(body.on);
			return success({ limits: body.on });
		case 'POST rate':
			if (typeof body.rate !== 'string' || typeof body.actual !== 'string')
				return failure(400, 'send {"rate": "100/s", "actual": "1000/s"}');
			target.setRate(body.rate, body.actual);
			return success({ rate: body.actual });
		case 'POST latency':
			if (typeof body.minMs !== 'number' || typeof body.maxMs !== 'number')
				return failure(400, 'send {"minMs": 50, "maxMs": 500}');
			target.setLatency({ minMs: body.minMs, maxMs: body.maxMs });
			return success({ latency: body });
		default:
			if (record.method === 'GET' && name.startsWith('files/')) return file(target, record, name);
			return failure(404, `no admin route ${record.method} ${record.path}`);
	}
}

/** Returns a finished export. Like a signed link, it rejects requests that carry an API key. */
function file(target: AdminTarget, record: RecordedRequest, name: string): SandboxResponse {
	const id = /^files\/export-(\d+)\.csv$/.exec(name)?.[1];
	const exportFile = target.state.stored.exportFile?.find((entry) => String(entry.id) === id);
	if (!exportFile) return { status: 404, body: { error: `no file ${name}` }, processed: false };
	if (record.headers.authorization !== undefined)
		return {
			status: 400,
			body: { error: 'a signed link does not accept an Authorization header' },
			processed: false,
		};
	const data = Buffer.from(String(exportFile.text));
	return {
		status: 200,
		binary: { contentType: 'text/csv; charset=utf-8', data },
		processed: true,
	};
}
