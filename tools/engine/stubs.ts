/**
 * Stubs for the nodes of n8n-nodes-base that our example workflows use. n8n-nodes-base itself is not installed
 * (it has hundreds of megabytes); the stubs have the same names, parameters and output for the part we use.
 */
import { globSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { parse } from 'csv-parse/sync';
import type {
	IDataObject,
	IExecuteFunctions,
	INodeExecutionData,
	INodeProperties,
	INodeType,
	INodeTypeDescription,
} from 'n8n-workflow';

type Execute = (this: IExecuteFunctions) => Promise<INodeExecutionData[][]>;

function stub(
	name: string,
	description: Partial<INodeTypeDescription>,
	execute: Execute,
): [string, INodeType] {
	const nodeType: INodeType = {
		description: {
			displayName: name,
			name,
			group: ['transform'],
			version: [1, 1.1],
			description: '',
			defaults: { name },
			inputs: ['main'],
			outputs: ['main'],
			properties: [],
			...description,
		},
		execute,
	};
	return [`n8n-nodes-base.${name}`, nodeType];
}

const passThrough: Execute = async function () {
	return [this.getInputData()];
};

function text(name: string, value = ''): INodeProperties {
	return { displayName: name, name, type: 'string', default: value };
}

const options: INodeProperties = {
	displayName: 'options',
	name: 'options',
	type: 'collection',
	default: {},
	options: [],
};

/** Read Files From Disk; paths are relative to the working directory. */
const readFiles: Execute = async function () {
	const output: INodeExecutionData[] = [];
	for (const [index] of this.getInputData().entries()) {
		const operation = this.getNodeParameter('operation', index) as string;
		if (operation !== 'read') throw new Error(`The stub cannot "${operation}" files`);
		const selector = this.getNodeParameter('fileSelector', index) as string;
		const { dataPropertyName = 'data' } = this.getNodeParameter('options', index, {}) as {
			dataPropertyName?: string;
		};
		const matches = globSync(selector).sort();
		if (matches.length === 0) throw new Error(`No file matches "${selector}"`);
		for (const file of matches) {
			const binary = await this.helpers.prepareBinaryData(
				await readFile(file),
				path.basename(file),
			);
			const { mimeType, fileType, fileName, fileExtension, fileSize } = binary;
			output.push({
				json: { mimeType, fileType, fileName, fileExtension, fileSize } as IDataObject,
				binary: { [dataPropertyName]: binary },
				pairedItem: { item: index },
			});
		}
	}
	return [output];
};

interface CsvOptions {
	delimiter?: string;
	encoding?: BufferEncoding;
	headerRow?: boolean;
	includeEmptyCells?: boolean;
	enableBOM?: boolean;
	relaxQuotes?: boolean;
}

/** Extract From File, CSV only: as in n8n, every cell is text, and empty cells are omitted by default. */
const extractCsv: Execute = async function () {
	const output: INodeExecutionData[] = [];
	for (const [index] of this.getInputData().entries()) {
		const operation = this.getNodeParameter('operation', index) as string;
		if (operation !== 'csv') throw new Error(`The stub cannot extract "${operation}"`);
		const property = this.getNodeParameter('binaryPropertyName', index) as string;
		const csv = this.getNodeParameter('options', index, {}) as CsvOptions;
		const columns = csv.headerRow ?? true;
		const records = parse(await this.helpers.getBinaryDataBuffer(index, property), {
			bom: csv.enableBOM ?? true,
			columns,
			delimiter: csv.delimiter ?? ',',
			encoding: csv.encoding ?? 'utf8',
			relaxQuotes: csv.relaxQuotes ?? false,
		}) as Array<Record<string, string> | string[]>;
		for (const record of records) {
			const json: IDataObject = Array.isArray(record)
				? { row: record }
				: Object.fromEntries(
						Object.entries(record).filter(
							([, value]) => csv.includeEmptyCells === true || value !== '',
						),
					);
			output.push({ json, pairedItem: { item: index } });
		}
	}
	return [output];
};

/** Switch by rules, whose conditions the engine evaluates, with an output for items that meet none. */
const switchByRules: Execute = async function () {
	const rules = this.getNodeParameter('rules.values', 0) as unknown[];
	const outputs = Array.from({ length: rules.length + 1 }, (): INodeExecutionData[] => []);
	for (const [item, { json }] of this.getInputData().entries()) {
		const met = rules.findIndex((_, rule) =>
			this.getNodeParameter(`rules.values[${rule}].conditions`, item, false, {
				extractValue: true,
			}),
		);
		outputs.at(met)?.push({ json, pairedItem: { item } });
	}
	return outputs;
};

const rules: INodeProperties = {
	displayName: 'rules',
	name: 'rules',
	type: 'fixedCollection',
	typeOptions: { multipleValues: true },
	default: {},
	options: [
		{
			name: 'values',
			displayName: 'values',
			values: [
				{
					displayName: 'conditions',
					name: 'conditions',
					type: 'filter',
					default: {},
					typeOptions: { filter: { version: 2 } },
				},
				{ displayName: 'renameOutput', name: 'renameOutput', type: 'boolean', default: false },
				text('outputKey'),
			],
		},
	],
};

/** Aggregate, all items into one field of one item. */
const aggregateAll: Execute = async function () {
	const items = this.getInputData();
	const field = this.getNodeParameter('destinationFieldName', 0) as string;
	const json = { [field]: items.map((item) => item.json) };
	return [[{ json, pairedItem: items.map((_, item) => ({ item })) }]];
};

export const stubs: ReadonlyMap<string, INodeType> = new Map([
	stub('manualTrigger', { group: ['trigger'], inputs: [] }, passThrough),
	stub('noOp', {}, passThrough),
	stub(
		'stickyNote',
		{ inputs: [], outputs: [], properties: [text('content'), text('height'), text('width')] },
		passThrough,
	),
	stub(
		'readWriteFile',
		{ properties: [text('operation', 'read'), text('fileSelector'), options] },
		readFiles,
	),
	stub(
		'extractFromFile',
		{ properties: [text('operation', 'csv'), text('binaryPropertyName', 'data'), options] },
		extractCsv,
	),
	stub(
		'switch',
		{ version: [3.2], outputs: ['main', 'main', 'main'], properties: [rules] },
		switchByRules,
	),
	stub('aggregate', { properties: [text('destinationFieldName', 'data')] }, aggregateAll),
]);
