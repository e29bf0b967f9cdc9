/**
 * A temporary n8n package, written to disk for the harness's tests: one node, two credential types and one
 * webhook trigger, as small as possible with the features that our real nodes use.
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';

const engine = JSON.stringify(path.join(process.cwd(), 'node_modules', 'n8n-workflow'));

const node = `
const { NodeOperationError } = require(${engine});
class Sample {
	constructor() {
		this.description = {
			displayName: 'Sample', name: 'sample', group: ['transform'], version: 1, description: 'Sample',
			defaults: { name: 'Sample' }, inputs: ['main'], outputs: ['main'],
			credentials: [
				{ name: 'sampleBearerApi', required: true, displayOptions: { show: { authentication: ['bearer'] } } },
				{ name: 'sampleBasicApi', required: true, displayOptions: { show: { authentication: ['basic'] } } },
			],
			properties: [
				{ displayName: 'Authentication', name: 'authentication', type: 'string', default: 'bearer' },
				{ displayName: 'Operation', name: 'operation', type: 'string', default: 'post' },
				{ displayName: 'Value', name: 'value', type: 'string', default: '' },
			],
		};
		this.methods = {
			listSearch: {
				async find(filter, paginationToken) {
					const { url } = await this.getCredentials('sampleBearerApi');
					const rows = await this.helpers.httpRequestWithAuthentication.call(this, 'sampleBearerApi', {
						url: url + '/list', qs: { filter, start: paginationToken, kind: this.getCurrentNodeParameter('value') }, json: true,
					});
					return { results: rows.map((name) => ({ name, value: name })), paginationToken: 'next' };
				},
			},
			loadOptions: { async all() { return [{ name: this.getNodeParameter('value'), value: 1 }]; } },
		};
	}
	async execute() {
		const type = this.getNodeParameter('authentication', 0) === 'basic' ? 'sampleBasicApi' : 'sampleBearerApi';
		const output = [];
		for (const [index] of this.getInputData().entries()) {
			const value = this.getNodeParameter('value', index);
			const operation = this.getNodeParameter('operation', index);
			try {
				if (value === 'fail') {
					throw new NodeOperationError(this.getNode(), 'Item ' + index + ' failed', { itemIndex: index, description: 'Do not' });
				}
				if (operation === 'binary') {
					const bytes = await this.helpers.getBinaryDataBuffer(index, 'data');
					const binary = await this.helpers.prepareBinaryData(Buffer.from(bytes.toString('utf8').toUpperCase()), 'up.txt', 'text/plain');
					output.push({ json: { size: bytes.length }, binary: { data: binary }, pairedItem: { item: index } });
					continue;
				}
				const { url } = await this.getCredentials(type, index);
				const response = await this.helpers.httpRequestWithAuthentication.call(this, type, {
					method: 'POST', url: url + '/items', body: { value }, json: true,
				});
				output.push({ json: response, pairedItem: { item: index } });
				output.push({ json: { ...response, again: true }, pairedItem: { item: index } });
			} catch (error) {
				if (!this.continueOnFail()) throw error;
				output.push({ json: { error: error.message }, pairedItem: { item: index } });
			}
		}
		this.addExecutionHints({ message: 'Sent ' + output.length });
		return [output];
	}
}
module.exports = { Sample };
`;

const trigger = `
class SampleTrigger {
	constructor() {
		this.description = {
			displayName: 'Sample Trigger', name: 'sampleTrigger', group: ['trigger'], version: 1, description: 'Sample',
			defaults: { name: 'Sample Trigger' }, inputs: [], outputs: ['main'],
			credentials: [{ name: 'sampleBearerApi', required: true }],
			webhooks: [{ name: 'default', httpMethod: 'POST', responseMode: 'onReceived', path: 'webhook' }],
			properties: [{ displayName: 'Kind', name: 'kind', type: 'string', default: 'all' }],
		};
		this.webhookMethods = {
			default: {
				async checkExists() { return this.getWorkflowStaticData('node').id !== undefined; },
				async create() {
					const { url } = await this.getCredentials('sampleBearerApi');
					const { id } = await this.helpers.httpRequestWithAuthentication.call(this, 'sampleBearerApi', {
						method: 'POST', url: url + '/hooks', json: true,
						body: { target: this.getNodeWebhookUrl('default'), kind: this.getNodeParameter('kind'), mode: this.getMode(), activation: this.getActivationMode(), workflow: this.getWorkflow().name },
					});
					this.getWorkflowStaticData('node').id = id;
					return true;
				},
				async delete() { delete this.getWorkflowStaticData('node').id; return true; },
			},
		};
	}
	async webhook() {
		const request = this.getRequestObject();
		const { kind } = this.getBodyData();
		if (kind === 'crash') throw new Error('crashed');
		if (this.getHeaderData()['x-signature'] !== 'good') {
			this.getResponseObject().status(401).json({ error: 'bad signature' });
			return { noWebhookResponse: true };
		}
		if (kind === 'ignored') return { webhookResponse: 'OK' };
		if (kind === 'nothing') return {};
		return { workflowData: [this.helpers.returnJsonArray({ kind, raw: request.rawBody.toString('utf8'), id: this.getWorkflowStaticData('node').id })] };
	}
}
module.exports = { SampleTrigger };
`;

function credential(className: string, authenticate: string): string {
	return `
class ${className} {
	constructor() {
		this.name = '${className.charAt(0).toLowerCase()}${className.slice(1)}';
		this.displayName = '${className}';
		this.properties = [
			{ displayName: 'Key', name: 'key', type: 'string', typeOptions: { password: true }, default: '' },
			{ displayName: 'Scheme', name: 'scheme', type: 'string', default: 'Bearer' },
			{ displayName: 'URL', name: 'url', type: 'string', default: '' },
		];
		this.authenticate = { type: 'generic', properties: ${authenticate} };
		this.test = {
			request: { baseURL: '={{$credentials.url}}', url: '/me', qs: { strict: '={{$credentials.scheme}}' } },
			rules: [
				{ type: 'responseCode', properties: { value: 403, message: 'The key lacks a scope' } },
				{ type: 'responseSuccessBody', properties: { key: 'state.name', value: 'disabled', message: 'The key is disabled' } },
			],
		};
	}
}
module.exports = { ${className} };
`;
}

/** Writes the package and returns its name. */
export function writeSamplePackage(directory: string): string {
	const name = 'n8n-nodes-sample';
	const files: Record<string, string> = {
		'package.json': JSON.stringify({
			name,
			version: '1.0.0',
			n8n: {
				nodes: ['dist/Sample.node.js', 'dist/SampleTrigger.node.js'],
				credentials: ['dist/SampleBearerApi.credentials.js', 'dist/SampleBasicApi.credentials.js'],
			},
		}),
		'dist/Sample.node.js': node,
		'dist/SampleTrigger.node.js': trigger,
		'dist/SampleBearerApi.credentials.js': credential(
			'SampleBearerApi',
			`{ headers: { Authorization: '={{$credentials.scheme}} {{$credentials.key}}' }, qs: { from: 'n8n' } }`,
		),
		'dist/SampleBasicApi.credentials.js': credential(
			'SampleBasicApi',
			`{ auth: { username: '={{$credentials.key}}', password: '={{""}}' } }`,
		),
	};
	for (const [file, content] of Object.entries(files)) {
		const target = path.join(directory, file);
		mkdirSync(path.dirname(target), { recursive: true });
		writeFileSync(target, content);
	}
	return name;
}
