import type { IExecuteFunctions } from 'n8n-workflow';

import type { RequestLimits } from '../../shared/batching/batchFormat';
import { ApiClient } from '../../shared/transport/apiClient';
import { appApi } from '../../shared/transport/apis';
import { asObject, isObject, valueAt } from '../../shared/utils/json';

/** The largest page of members that Customer.io gives. */
const MEMBERS_PER_PAGE = 30_000;

/** What the App API knows of segments, and the Track API does not tell. */
export class Segments {
	private client: Promise<ApiClient> | undefined;
	private readonly found = new Map<string, Promise<Segment | undefined>>();

	constructor(private readonly context: IExecuteFunctions) {}

	/** The node has the credential that this needs. */
	get isKnown(): boolean {
		return this.context.getNode().credentials?.[appApi.credential] !== undefined;
	}

	/** A segment, asked for once in an execution; `undefined` if the App API does not give it. */
	async get(id: string, limits: RequestLimits): Promise<Segment | undefined> {
		const found = this.found.get(id) ?? this.read(id, limits);
		this.found.set(id, found);
		return await found;
	}

	/**
	 * The people in a segment now.
	 *
	 * @throws NodeApiError if they cannot be read
	 */
	async members(id: string, limits: RequestLimits): Promise<Members> {
		const members = new Members();
		let start = '';
		do {
			const query = `limit=${MEMBERS_PER_PAGE}${start === '' ? '' : `&start=${encodeURIComponent(start)}`}`;
			const page = await this.request(`/v1/segments/${id}/membership?${query}`, limits);
			const entries = isObject(page) && Array.isArray(page.identifiers) ? page.identifiers : [];
			for (const entry of entries) members.add(entry);
			const next: unknown = valueAt(page, 'next');
			// A page that comes again would be read without end.
			start = typeof next === 'string' && next !== start ? next : '';
		} while (start !== '');
		return members;
	}

	/** @throws NodeOperationError if the execution is cancelled meanwhile */
	async wait(ms: number): Promise<void> {
		await (await this.appClient()).wait(ms);
	}

	private async read(id: string, limits: RequestLimits): Promise<Segment | undefined> {
		try {
			const body = await this.request(`/v1/segments/${id}`, limits);
			const { name, type } = asObject(valueAt(body, 'segment') as never) ?? {};
			return { name: String(name ?? id), type };
		} catch {
			// A key without this right, or of another workspace: the Track API decides about the segment.
			return undefined;
		}
	}

	private async request(requestTarget: string, limits: RequestLimits): Promise<unknown> {
		const client = await this.appClient();
		const { maxWaitMs, timeoutMs } = limits;
		const { body } = await client.send({
			method: 'GET',
			requestTarget,
			safe: true,
			idempotent: true,
			maxWaitMs,
			timeoutMs,
		});
		return body;
	}

	private async appClient(): Promise<ApiClient> {
		this.client ??= ApiClient.create(this.context, appApi);
		return await this.client;
	}
}

interface Segment {
	readonly name: string;
	/** "manual", or "dynamic" for one that is made of conditions. */
	readonly type: unknown;
}

/** People, by each of their identifiers. */
export class Members {
	private readonly keys = new Set<string>();

	add(identifiers: unknown): void {
		if (!isObject(identifiers)) return;
		for (const [type, value] of Object.entries(identifiers)) {
			this.keys.add(keyOf(type, value));
		}
	}

	/** @param type `id`, `email` or `cio_id` */
	has(type: string, value: string): boolean {
		return this.keys.has(keyOf(type, value));
	}
}

/** Email addresses ignore case. */
function keyOf(type: string, value: unknown): string {
	const text = String(value);
	return `${type} ${type === 'email' ? text.trim().toLowerCase() : text}`;
}
