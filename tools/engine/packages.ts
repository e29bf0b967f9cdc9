/** Node and credential packages, loaded from disk exactly as n8n loads them. */
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import type {
	ICredentialType,
	IDataObject,
	INodeType,
	INodeTypeDescription,
	INodeTypes,
	IVersionedNodeType,
} from 'n8n-workflow';
import { core, workflowPackage } from './core.ts';
import { stubs } from './stubs.ts';

export interface LoadedPackage {
	name: string;
	directory: string;
	/** By short name, e.g. `customerIoApp`. */
	nodeTypes: Record<string, INodeType | IVersionedNodeType>;
	credentialTypes: Record<string, ICredentialType>;
	/** The description of every node version, as the loader passes it to the editor. */
	descriptions: INodeTypeDescription[];
	/** Short names of the nodes that use a credential type. */
	supportedNodes: Record<string, string[]>;
	loadMs: number;
}

const packages = new Map<string, Promise<LoadedPackage>>();
const loaded = new Map<string, LoadedPackage>();

async function readPackage(directory: string): Promise<LoadedPackage> {
	const start = performance.now();
	const loader = new core.PackageDirectoryLoader(directory);
	await loader.loadAll();
	const loadMs = performance.now() - start;

	const valuesOf = <T>(types: Record<string, { type: T }>) =>
		Object.fromEntries(Object.entries(types).map(([name, { type }]) => [name, type]));

	const result: LoadedPackage = {
		name: loader.packageName,
		directory,
		nodeTypes: valuesOf(loader.nodeTypes),
		credentialTypes: valuesOf(loader.credentialTypes),
		descriptions: loader.types.nodes,
		supportedNodes: Object.fromEntries(
			Object.entries(loader.known.credentials).map(([name, { supportedNodes }]) => [
				name,
				supportedNodes ?? [],
			]),
		),
		loadMs,
	};
	loaded.set(result.name, result);
	return result;
}

/** Loads a built package (the project itself by default), once per process and directory. */
export async function loadPackage(directory: string = process.cwd()): Promise<LoadedPackage> {
	const key = path.resolve(directory);
	let entry = packages.get(key);
	if (entry === undefined) {
		entry = readPackage(key);
		packages.set(key, entry);
	}
	return await entry;
}

/** Loads this project's package if the node type belongs to it. */
export async function ensurePackageOf(nodeType: string): Promise<void> {
	const packageName = nodeType.slice(0, nodeType.lastIndexOf('.'));
	if (loaded.has(packageName)) return;
	const project = JSON.parse(await readFile('package.json', 'utf8')) as { name: string };
	if (project.name === packageName) await loadPackage();
}

function findCredentialType(name: string): ICredentialType | undefined {
	for (const { credentialTypes } of loaded.values()) {
		const type = credentialTypes[name];
		if (type !== undefined) return type;
	}
	return undefined;
}

/** Loads this project's package unless another loaded package has the credential type. */
export async function ensureCredentialType(name: string): Promise<void> {
	if (findCredentialType(name) === undefined) await loadPackage();
}

export function credentialTypeByName(name: string): ICredentialType {
	const type = findCredentialType(name);
	if (type === undefined) throw new Error(`No loaded package has a credential type "${name}"`);
	return type;
}

/** Full names (`package.node`) of the nodes that use a credential type. */
export function nodesOfCredential(name: string): string[] {
	return [...loaded.values()].flatMap((entry) =>
		(entry.supportedNodes[name] ?? []).map((node) => `${entry.name}.${node}`),
	);
}

/** The engine's view of the node types: the loaded packages, our stubs, and placeholders for pinned nodes. */
export class HarnessNodeTypes implements INodeTypes {
	private readonly placeholders: ReadonlySet<string>;

	constructor(placeholders: Iterable<string> = []) {
		this.placeholders = new Set(placeholders);
	}

	has(type: string): boolean {
		return this.find(type) !== undefined;
	}

	getByName(type: string): INodeType | IVersionedNodeType {
		const nodeType = this.find(type);
		if (nodeType === undefined) {
			throw new Error(
				`Node type "${type}" is neither in a loaded package nor a stub of the harness: pin its data`,
			);
		}
		return nodeType;
	}

	getByNameAndVersion(type: string, version?: number): INodeType {
		return workflowPackage.NodeHelpers.getVersionedNodeType(this.getByName(type), version);
	}

	getKnownTypes(): IDataObject {
		return {};
	}

	private find(type: string): INodeType | IVersionedNodeType | undefined {
		const dot = type.lastIndexOf('.');
		return (
			loaded.get(type.slice(0, dot))?.nodeTypes[type.slice(dot + 1)] ??
			stubs.get(type) ??
			(this.placeholders.has(type) ? stubs.get('n8n-nodes-base.noOp') : undefined)
		);
	}
}
