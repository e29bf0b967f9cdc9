import axios from 'axios';

/** The login of the instance. It listens on loopback only and is thrown away at the end. */
export const OWNER = {
	email: 'demo@example.com',
	password: 'Customer-io-1',
	firstName: 'Ada',
	lastName: 'Lovelace',
};

export interface WorkflowNode {
	name: string;
	type: string;
	parameters: Record<string, unknown>;
	credentials?: Record<string, { id: string; name: string }>;
	[key: string]: unknown;
}

export interface Workflow {
	name: string;
	nodes: WorkflowNode[];
	connections: object;
	settings: object;
}

export interface SavedWorkflow extends Workflow {
	id: string;
	versionId: string;
	active: boolean;
}

export interface Executions {
	count: number;
	results: Array<{ id: string; status: string }>;
}

/** The part of n8n's internal REST API that the tests need. */
export class N8nRest {
	private cookie = '';

	private readonly url: string;

	constructor(url: string) {
		this.url = url;
	}

	async call<T>(method: string, path: string, body?: unknown): Promise<T> {
		const { status, data, headers } = await axios.request<{ data: T }>({
			url: `${this.url}/rest${path}`,
			method,
			headers: this.cookie === '' ? {} : { cookie: this.cookie },
			data: body ?? (method === 'GET' ? undefined : {}),
			proxy: false,
			validateStatus: () => true,
		});
		if (status >= 300)
			throw new Error(`n8n: ${method} ${path} → ${status} ${JSON.stringify(data)}`);
		const cookie = headers['set-cookie']
			?.find((header) => header.startsWith('n8n-auth='))
			?.split(';')[0];
		if (cookie !== undefined) this.cookie = cookie;
		return data.data;
	}

	async setUpOwner(): Promise<void> {
		await this.call('POST', '/owner/setup', OWNER);
	}

	async logIn(): Promise<void> {
		const { email, password } = OWNER;
		await this.call('POST', '/login', { emailOrLdapLoginId: email, password });
	}

	async createCredential(type: string, name: string, data: object): Promise<string> {
		return (await this.call<{ id: string }>('POST', '/credentials', { type, name, data })).id;
	}

	async createWorkflow(workflow: Workflow): Promise<SavedWorkflow> {
		return await this.call('POST', '/workflows', workflow);
	}

	async getWorkflow(id: string): Promise<SavedWorkflow> {
		return await this.call('GET', `/workflows/${id}`);
	}

	async activate(id: string): Promise<void> {
		const { versionId } = await this.getWorkflow(id);
		await this.call('POST', `/workflows/${id}/activate`, { versionId });
	}

	async deactivate(id: string): Promise<void> {
		await this.call('POST', `/workflows/${id}/deactivate`);
	}

	/** Executions of a workflow in one state; the list itself holds at most `limit`. */
	async executions(workflowId: string, status?: string, limit = 20): Promise<Executions> {
		const filter = { workflowId, ...(status === undefined ? {} : { status: [status] }) };
		const query = new URLSearchParams({ filter: JSON.stringify(filter), limit: String(limit) });
		return await this.call('GET', `/executions?${query.toString()}`);
	}
}
