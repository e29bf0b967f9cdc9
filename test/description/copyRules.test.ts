import type {
	ICredentialType,
	INodeProperties,
	INodeType,
	INodeTypeDescription,
} from 'n8n-workflow';
import { loadPackage, type LoadedPackage } from '../../tools/engine/harness.ts';
import { credentialViolations, nodeViolations } from './copyRules.ts';
import { operationsOf } from './operationRules.ts';

describe('the built package', () => {
	let built: LoadedPackage;
	beforeAll(async () => {
		built = await loadPackage();
	});

	test('follows the copy rules of n8n', () => {
		const violations = [
			...Object.values(built.nodeTypes).flatMap((type) => nodeViolations(type as INodeType)),
			...Object.values(built.credentialTypes).flatMap(credentialViolations),
		];
		expect(violations.join('\n')).toBe('');
	});

	test('has descriptions of a size that the editor can take', () => {
		const lines = built.descriptions.map((description) => {
			const operations = operationsOf(description).length;
			const bytes = Buffer.byteLength(JSON.stringify(description));
			const count = description.properties.length;
			return `${description.name}: ${count} properties, ${bytes} bytes, ${operations} operations, ${Math.round(bytes / operations)} bytes per operation`;
		});
		process.stdout.write(`${lines.join('\n')}\n`);
		// n8n's own largest: Salesforce 1.70 KB for each of 77 operations, ClickUp 1.01 KB for each of 71.
		const app = built.descriptions.find(({ name }) => name === 'customerIoApp');
		expect(bytesPerOperation(app)).toBeLessThanOrEqual(1280);
	});
});

describe('the rules themselves', () => {
	const good: INodeProperties = {
		displayName: 'Name',
		name: 'name',
		type: 'string',
		default: '',
		description: 'What it is called',
	};

	function nodeWith(...properties: INodeProperties[]): INodeType {
		return {
			description: {
				displayName: 'Sample',
				name: 'sample',
				group: ['transform'],
				version: 1,
				description: 'Does sample work',
				subtitle: '={{ $parameter.operation }}',
				defaults: { name: 'Sample' },
				inputs: ['main'],
				outputs: ['main'],
				usableAsTool: true,
				iconUrl: { light: 'a.svg', dark: 'b.svg' },
				codex: {
					categories: ['Marketing & Content', 'Communication'],
					resources: { primaryDocumentation: [{ url: 'https://example.com' }] },
				},
				properties,
			},
			methods: { listSearch: { find: async () => ({ results: [] }) } },
		};
	}

	const violationsOf = (change: object) =>
		nodeViolations(nodeWith({ ...good, ...change } as INodeProperties));

	test('a good node has no violations', () => {
		expect(nodeViolations(nodeWith(good))).toEqual([]);
	});

	test.each<[string, object]>([
		['display name', { displayName: 'Name of it' }],
		['lowerCamelCase', { name: 'snake_case' }],
		['one sentence', { description: 'What it is called.' }],
		['"Whether"', { type: 'boolean', default: false, description: 'Is it so' }],
		['should be text', { default: 0 }],
		['has no default', { default: undefined }],
		['should be a number', { type: 'number', default: '' }],
		['should be 0', { type: 'number', default: -90 }],
		['valid JSON', { type: 'json', default: '{' }],
		['one of the options', { type: 'options', options: [{ name: 'A', value: 'a' }] }],
		[
			'should say SMS',
			{ type: 'options', default: 'a', options: [{ name: 'Sent Twilio', value: 'a' }] },
		],
		[
			'starts with DELETE',
			{ type: 'options', default: 'delete', options: [{ name: 'DELETE', value: 'delete' }] },
		],
		['a list of options', { type: 'multiOptions', default: ['x'], options: [] }],
		['"e.g. "', { placeholder: 'Ada' }],
		['"e.g. "', { type: 'collection', default: {}, options: [], placeholder: 'Field' }],
		['noDataExpression', { name: 'operation', type: 'options', options: [], default: '' }],
		['Max number', { displayName: 'Limit', name: 'limit', type: 'number', default: 50 }],
		['minValue', { displayName: 'Limit', name: 'limit', type: 'number', default: 50 }],
		['all results', { name: 'returnAll', type: 'boolean', default: false }],
		['simplified version', { name: 'simplify', type: 'boolean', default: true }],
		['Name or ID', { type: 'options', typeOptions: { loadOptionsMethod: 'x' } }],
		['load options method', { type: 'options', typeOptions: { loadOptionsMethod: 'x' } }],
		['required: false', { required: false }],
		[
			'display name "Id"',
			{ type: 'collection', default: {}, options: [{ ...good, displayName: 'Id' }] },
		],
		[
			'required inside',
			{ type: 'collection', default: {}, options: [{ ...good, required: true }] },
		],
		[
			'name.group.name: display name',
			{
				type: 'fixedCollection',
				default: {},
				options: [
					{ displayName: 'Group', name: 'group', values: [{ ...good, displayName: 'x y' }] },
				],
			},
		],
		[
			'alphabetical',
			{
				type: 'options',
				default: 'A',
				options: [...'ABCED'].map((letter) => ({ name: letter, value: letter })),
			},
		],
		[
			'two options with the value',
			{
				type: 'options',
				default: 'a',
				options: [
					{ name: 'A', value: 'a' },
					{ name: 'B', value: 'a' },
				],
			},
		],
	])('reports: %s', (expected, change) => {
		expect(violationsOf(change).join('\n')).toContain(expected);
	});

	const locator: INodeProperties = {
		displayName: 'Segment',
		name: 'segment',
		type: 'resourceLocator',
		default: { mode: 'list', value: '' },
		modes: [
			{
				displayName: 'From List',
				name: 'list',
				type: 'list',
				typeOptions: { searchListMethod: 'find', searchable: true },
			},
			{
				displayName: 'By ID',
				name: 'id',
				type: 'string',
				placeholder: 'e.g. 7',
				validation: [{ type: 'regex', properties: { regex: '\\d+', errorMessage: 'No ID' } }],
			},
		],
	};

	test('resource locators', () => {
		expect(nodeViolations(nodeWith(locator))).toEqual([]);
		const [list, id] = locator.modes ?? [];
		const broken = (change: object) =>
			nodeViolations(nodeWith({ ...locator, ...change } as INodeProperties)).join('\n');
		expect(broken({ default: { mode: 'id', value: '' } })).toContain('is not the first mode');
		expect(broken({ modes: [list] })).toContain('has no By ID mode');
		expect(broken({ modes: [list, { ...id, validation: undefined }] })).toContain('no pattern');
		expect(broken({ modes: [{ ...list, typeOptions: { searchable: true } }, id] })).toContain(
			'no list search method',
		);
	});

	const resource: INodeProperties = {
		displayName: 'Resource',
		name: 'resource',
		type: 'options',
		noDataExpression: true,
		default: 'segment',
		options: [{ name: 'Segment', value: 'segment' }],
	};

	function operations(name: string, action: string): INodeProperties {
		return {
			displayName: 'Operation',
			name: 'operation',
			type: 'options',
			noDataExpression: true,
			default: 'get',
			displayOptions: { show: { resource: ['segment'] } },
			options: [{ name, value: 'get', action }],
		};
	}

	test.each([
		['Get', 'Get segment', ''],
		['Get Segment', 'Get segment', 'repeats the resource'],
		['Get All', 'Get many segments', '"Get Many"'],
		['Get', 'Get Segment', 'should not have a capital'],
		['Get', 'Get the segment', 'article'],
		['Get', 'Get it', 'does not name the resource'],
	])('operation "%s" with action "%s"', (name, action, expected) => {
		const violations = nodeViolations(nodeWith(resource, operations(name, action))).join('\n');
		if (expected === '') expect(violations).toBe('');
		else expect(violations).toContain(expected);
	});

	test('properties with one name clash unless another parameter decides between them', () => {
		const shownFor = (show: Record<string, string[]>): INodeProperties => ({
			...good,
			displayOptions: { show },
		});
		const clashes = (...shows: Array<Record<string, string[]>>) =>
			nodeViolations(
				nodeWith(resource, operations('Get', 'Get segment'), ...shows.map(shownFor)),
			).join('\n');
		const here = { resource: ['segment'], operation: ['get'] };
		expect(clashes(here, here)).toContain('shows "name" twice');
		expect(clashes(here, { resource: ['segment'], operation: ['other'] })).toBe('');
		expect(clashes({ ...here, by: ['a'] }, { ...here, by: ['b'] })).toBe('');
		expect(clashes({ ...here, by: ['a'] }, { ...here, by: ['a', 'b'] })).toContain('twice');
	});

	test('credentials', () => {
		const credential = {
			name: 'sampleApi',
			displayName: 'Sample API',
			documentationUrl: 'https://example.com',
			iconUrl: { light: 'a.svg', dark: 'b.svg' },
			authenticate: { type: 'generic', properties: {} },
			test: { request: {} },
			properties: [{ ...good, name: 'apiKey', typeOptions: { password: true } }],
		} satisfies ICredentialType;
		expect(credentialViolations(credential)).toEqual([]);
		expect(
			credentialViolations({
				name: 'sample',
				displayName: 'sample',
				properties: [{ ...good, name: 'apiKey' }],
			}),
		).toHaveLength(8);
	});
});

function bytesPerOperation(description: INodeTypeDescription | undefined): number {
	if (description === undefined) return Infinity;
	return Buffer.byteLength(JSON.stringify(description)) / operationsOf(description).length;
}
