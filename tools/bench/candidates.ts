/**
 * What a user could use instead of this package, and the floor that nothing can beat: a package
 * written to a temporary directory and loaded like any other.
 */
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import http from 'node:http';
import https from 'node:https';
import { tmpdir } from 'node:os';
import path from 'node:path';

import { loadPackage, type NodeSpec } from '../engine/harness.ts';

/** n8n lets only its own HTTP Request node use credentials that the node does not declare. */
const PACKAGE = 'n8n-nodes-base';

/** n8n's own nodes, installed with the n8n of the end-to-end tests. */
const BUILT_IN = path.resolve('test/e2e/node_modules/n8n-nodes-base');

export const hasBuiltIn = existsSync(path.join(BUILT_IN, 'package.json'));
export const HOW_TO_INSTALL = 'run "npm run bench", which installs the real n8n';

/** Reads one parameter with an expression and makes one call through n8n's helper. */
const floor = `
class Floor {
	description = {
		displayName: 'Floor', name: 'floor', group: ['transform'], version: 1, description: '',
		defaults: { name: 'Floor' }, inputs: ['main'], outputs: ['main'],
		credentials: [{ name: 'customerIoAppApi', required: true }],
		properties: [{ displayName: 'URL', name: 'url', type: 'string', default: '' }],
	};
	async execute() {
		const output = [];
		const { length } = this.getInputData();
		for (let item = 0; item < length; item++) {
			const url = this.getNodeParameter('url', item);
			const json = await this.helpers.httpRequestWithAuthentication.call(this, 'customerIoAppApi', { method: 'GET', url, json: true });
			output.push({ json: json.segment, pairedItem: { item } });
		}
		return [output];
	}
}
exports.Floor = Floor;
`;

/** The physical limit: one keep-alive connection of Node.js after another request, and nothing of n8n's. */
const keepAlive = `
const http = require('node:http');
const https = require('node:https');

function get(url, agent) {
	return new Promise((resolve, reject) => {
		(url.startsWith('https') ? https : http).get(url, { agent }, (response) => {
			let text = '';
			response.setEncoding('utf8');
			response.on('data', (part) => { text += part; });
			response.on('end', () => resolve(JSON.parse(text)));
		}).on('error', reject);
	});
}

class KeepAlive {
	description = {
		displayName: 'Keep Alive', name: 'keepAlive', group: ['transform'], version: 1, description: '',
		defaults: { name: 'Keep Alive' }, inputs: ['main'], outputs: ['main'],
		properties: [{ displayName: 'URL', name: 'url', type: 'string', default: '' }],
	};
	async execute() {
		const url = this.getNodeParameter('url', 0);
		const agent = new (url.startsWith('https') ? https : http).Agent({ keepAlive: true });
		const output = [];
		const { length } = this.getInputData();
		for (let item = 0; item < length; item++) {
			output.push({ json: (await get(url, agent)).segment, pairedItem: { item } });
		}
		agent.destroy();
		return [output];
	}
}
exports.KeepAlive = KeepAlive;
`;

/** Creates a million items and holds them: the minimum cost of a list of that length. */
const holding = `
class Holding {
	description = {
		displayName: 'Holding', name: 'holding', group: ['transform'], version: 1, description: '',
		defaults: { name: 'Holding' }, inputs: ['main'], outputs: ['main'],
		properties: [{ displayName: 'Count', name: 'count', type: 'number', default: 0 }],
	};
	async execute() {
		const count = this.getNodeParameter('count', 0);
		const output = [];
		for (let from = 0; from < count; from += 30000) {
			const rows = [];
			for (let n = from; n < Math.min(count, from + 30000); n++) {
				rows.push('{"cio_id":"a3000001' + n + '","id":"' + n + '","email":"person' + n + '@example.com"}');
			}
			for (const json of JSON.parse('[' + rows.join(',') + ']')) output.push({ json, pairedItem: { item: 0 } });
		}
		return [output];
	}
}
exports.Holding = Holding;
`;

/**
 * The App node's description, run by n8n's declarative engine instead of ours: each field with its
 * routing, and a property for each operation that has the field. (A declarative property sends its
 * value to one place, so operations can hardly share it.)
 */
const routing = (node: string) => `
const { CustomerIoApp } = require(${JSON.stringify(node)});

function rowsOf(row, operations) {
	const { show = {}, ...rest } = row.displayOptions ?? {};
	const rows = [];
	for (const resource of show.resource ?? Object.keys(operations)) {
		for (const operation of operations[resource] ?? []) {
			if (show.operation !== undefined && !show.operation.includes(operation)) continue;
			rows.push({
				...row,
				displayOptions: { ...rest, show: { ...show, resource: [resource], operation: [operation] } },
				...(row.name === 'segmentId' ? {} : { routing: { send: { type: 'query', property: row.name, value: '={{ $value }}' } } }),
			});
		}
	}
	return rows;
}

class Routing {
	constructor() {
		const { description } = new CustomerIoApp();
		const properties = structuredClone(description.properties);
		const operations = {};
		for (const { name, displayOptions, options } of properties) {
			if (name !== 'operation') continue;
			for (const resource of displayOptions.show.resource) operations[resource] = options.map(({ value }) => value);
			for (const option of options) {
				option.routing = { request: { method: 'GET', url: '=/v1/segments/{{ $parameter.segmentId.value }}' } };
			}
		}
		this.description = {
			...description, icon: undefined, displayName: 'Routing', name: 'routing', defaults: { name: 'Routing' },
			properties: properties.flatMap((row) => ['resource', 'operation'].includes(row.name) ? [row] : rowsOf(row, operations)),
			requestDefaults: { baseURL: '={{ $credentials.baseUrl }}' },
		};
	}
}
exports.Routing = Routing;
`;

const reexport = (file: string, name: string) =>
	`exports.${name} = require(${JSON.stringify(path.join(BUILT_IN, 'dist', file))}).${name};`;

/** Writes and loads the package. Its directory is removed when the process exits. */
export async function loadCandidates(): Promise<void> {
	const directory = mkdtempSync(path.join(tmpdir(), 'bench-'));
	process.once('exit', () => rmSync(directory, { recursive: true, force: true }));
	const files: Record<string, string> = {
		'dist/Floor.node.js': floor,
		'dist/KeepAlive.node.js': keepAlive,
		'dist/Holding.node.js': holding,
		'dist/Routing.node.js': routing(path.resolve('dist/nodes/CustomerIoApp/CustomerIoApp.node.js')),
	};
	const credentials: Record<string, string> = {};
	if (hasBuiltIn) {
		files['dist/HttpRequest.node.js'] = reexport(
			'nodes/HttpRequest/HttpRequest.node.js',
			'HttpRequest',
		);
		files['dist/CustomerIo.node.js'] = reexport(
			'nodes/CustomerIo/CustomerIo.node.js',
			'CustomerIo',
		);
		credentials['dist/CustomerIoApi.credentials.js'] = reexport(
			'credentials/CustomerIoApi.credentials.js',
			'CustomerIoApi',
		);
	}
	const manifest = {
		name: PACKAGE,
		version: '1.0.0',
		n8n: { nodes: Object.keys(files), credentials: Object.keys(credentials) },
	};
	files['package.json'] = JSON.stringify(manifest);
	for (const [file, content] of Object.entries({ ...files, ...credentials })) {
		const target = path.join(directory, file);
		mkdirSync(path.dirname(target), { recursive: true });
		writeFileSync(target, content);
	}
	await loadPackage();
	await loadPackage(directory);
}

/**
 * n8n's own Customer.io node can only call Customer.io's hosts. Sends its calls to the measured service
 * instead, without TLS like the others, which is to its advantage.
 */
export function redirectBuiltIn(url: string): void {
	const { hostname, port } = new URL(url);
	const original = https.request.bind(https);
	const redirect = (...[options, callback]: Parameters<typeof http.request>) => {
		const request = options as unknown as http.RequestOptions;
		if (!String(request.hostname ?? request.host).endsWith('customer.io')) {
			return original(request, callback as unknown as (response: http.IncomingMessage) => void);
		}
		const { agent: _, agents: __, ...rest } = request as http.RequestOptions & { agents?: unknown };
		return http.request(
			{ ...rest, protocol: 'http:', hostname, host: hostname, port },
			callback as unknown as (response: http.IncomingMessage) => void,
		);
	};
	Object.assign(https, { request: redirect });
}

export type Spec = Omit<NodeSpec, 'name'> & { name: string };

const located = (value: unknown) => ({ __rl: true, mode: 'id', value });

/** Credentials of all candidates for a service at this URL. */
export function sampleCredentials(url: string, keys: { app: string; write: string }) {
	return {
		customerIoAppApi: { apiKey: keys.app, region: 'custom', baseUrl: url },
		customerIoPipelinesApi: { apiKey: keys.write, region: 'custom', baseUrl: url },
		customerIoTrackApi: { siteId: 's', apiKey: 'k', region: 'custom', baseUrl: url },
		customerIoApi: {
			region: 'track.customer.io',
			trackingApiKey: 'k',
			trackingSiteId: 's',
			appApiKey: keys.app,
		},
	};
}

export type SampleCredentials = ReturnType<typeof sampleCredentials>;

/** One GET with an expression per item, for each candidate. */
export function getters(credentials: SampleCredentials, url: string): { [name: string]: Spec } {
	const segment = { resource: 'segment', operation: 'get', segmentId: located('={{ $json.id }}') };
	const all: { [name: string]: Spec } = {
		floor: {
			name: 'Node',
			type: `${PACKAGE}.floor`,
			parameters: { url: `=${url}/v1/segments/{{ $json.id }}` },
			credentials,
		},
		own: app(credentials, { ...segment, options: { requestsPerSecond: 0 } }),
		routing: { name: 'Node', type: `${PACKAGE}.routing`, parameters: segment, credentials },
	};
	if (hasBuiltIn) {
		all.httpRequest = httpRequest(credentials, { url: `=${url}/v1/segments/{{ $json.id }}` });
		all.builtIn = {
			name: 'Node',
			type: `${PACKAGE}.customerIo`,
			parameters: { resource: 'campaign', operation: 'get', campaignId: '={{ $json.id }}' },
			credentials,
		};
	}
	return all;
}

/** One GET without an expression: ours, n8n's helper and nothing else, and Node.js alone. */
export function bareGetters(credentials: SampleCredentials, url: string): { [name: string]: Spec } {
	const parameters = { url: `${url}/v1/segments/4` };
	const segment = { resource: 'segment', operation: 'get', segmentId: located('4') };
	return {
		own: app(credentials, { ...segment, options: { requestsPerSecond: 0 } }),
		bare: { name: 'Node', type: `${PACKAGE}.floor`, parameters, credentials },
		keepAlive: { name: 'Node', type: `${PACKAGE}.keepAlive`, parameters },
	};
}

/** An operation whose items all fail before anything is sent. */
export const invalidGetter = (credentials: SampleCredentials): Spec =>
	app(credentials, { resource: 'segment', operation: 'get', segmentId: located('={{ "" }}') });

/**
 * The same GET with an expression in an option, which most operations have. n8n's declarative engine
 * resolves it for every property of that name, visible or not.
 */
export function gettersWithOption(credentials: SampleCredentials): { [name: string]: Spec } {
	const get = { resource: 'segment', operation: 'get', segmentId: located('={{ $json.id }}') };
	const options = { timeout: '={{ $json.seconds }}' };
	return {
		own: app(credentials, { ...get, options: { ...options, requestsPerSecond: 0 } }),
		routing: {
			name: 'Node',
			type: `${PACKAGE}.routing`,
			parameters: { ...get, options },
			credentials,
		},
	};
}

/** n8n's own Customer.io node, which sends a person with each request. */
const builtInUpsert = (credentials: SampleCredentials): Spec => ({
	name: 'Node',
	type: `${PACKAGE}.customerIo`,
	parameters: {
		resource: 'customer',
		operation: 'upsert',
		id: '={{ $json.id }}',
		jsonParameters: true,
		additionalFieldsJson: '={{ JSON.stringify($json) }}',
	},
	credentials,
});

/** One person of the Track API per item, for each candidate. */
export function upserters(credentials: SampleCredentials, url: string): { [name: string]: Spec } {
	const all: { [name: string]: Spec } = {
		own: {
			name: 'Node',
			type: 'n8n-nodes-customerio.customerIoTrack',
			parameters: {
				resource: 'person',
				operation: 'upsert',
				person: located('={{ $json.id }}'),
				attributesInput: 'item',
				attributesExcept: 'id',
			},
			credentials,
		},
	};
	if (hasBuiltIn) {
		all.httpRequest = httpRequest(credentials, {
			method: 'POST',
			url: `${url}/api/v2/entity`,
			nodeCredentialType: 'customerIoTrackApi',
			sendBody: true,
			specifyBody: 'json',
			jsonBody:
				"={{ { type: 'person', action: 'identify', identifiers: { id: $json.id }, attributes: $json } }}",
		});
		all.builtIn = builtInUpsert(credentials);
	}
	return all;
}

/** One identify of Pipelines per item, for each candidate. */
export function identifiers(credentials: SampleCredentials, url: string): { [name: string]: Spec } {
	const all: { [name: string]: Spec } = {
		own: {
			name: 'Node',
			type: 'n8n-nodes-customerio.customerIoPipelines',
			parameters: {
				resource: 'person',
				operation: 'identify',
				userId: '={{ $json.id }}',
				traitsInput: 'item',
				traitsExcept: 'id',
			},
			credentials,
		},
	};
	if (hasBuiltIn) {
		all.httpRequest = httpRequest(credentials, {
			method: 'POST',
			url: `${url}/v1/identify`,
			nodeCredentialType: 'customerIoPipelinesApi',
			sendBody: true,
			specifyBody: 'json',
			jsonBody: '={{ { userId: $json.id, traits: $json } }}',
		});
		all.builtIn = builtInUpsert(credentials);
	}
	return all;
}

export const app = (credentials: SampleCredentials, parameters: object): Spec => ({
	name: 'Node',
	type: 'n8n-nodes-customerio.customerIoApp',
	parameters,
	credentials,
	onError: 'continueRegularOutput',
});

const httpRequest = (credentials: SampleCredentials, parameters: object): Spec => ({
	name: 'Node',
	type: `${PACKAGE}.httpRequest`,
	parameters: {
		authentication: 'predefinedCredentialType',
		nodeCredentialType: 'customerIoAppApi',
		options: {},
		...parameters,
	},
	credentials,
	onError: 'continueRegularOutput',
});

/** A node that creates items and returns them. */
export const holder = (count: number): Spec => ({
	name: 'Node',
	type: `${PACKAGE}.holding`,
	parameters: { count },
});
