/**
 * Credentials for the engine: kept in memory, completed with their defaults, applied to requests by the credential
 * type's `authenticate`, and tested by its `test` request, with the results that n8n documents.
 */
import type {
	IAuthenticateGeneric,
	ICredentialDataDecryptedObject,
	ICredentialsDecrypted,
	ICredentialsExpressionResolveValues,
	ICredentialsHelper,
	ICredentialTestRequest,
	IDataObject,
	IExecuteData,
	IHttpRequestHelper,
	IHttpRequestOptions,
	INode,
	INodeCredentialsDetails,
	INodeExecutionData,
	INodeParameters,
	INodeProperties,
	INodeType,
	INodeTypes,
	IRequestOptionsSimplified,
	IWorkflowExecuteAdditionalData,
	Workflow,
	WorkflowExecuteMode,
} from 'n8n-workflow';
import { additionalDataFor } from './additionalData.ts';
import { core, workflowPackage } from './core.ts';
import { credentialTypeByName, ensureCredentialType, nodesOfCredential } from './packages.ts';
import { stubs } from './stubs.ts';

export interface CredentialData {
	[field: string]: unknown;
}

/** By credential type: a workflow in the harness has one credential of each type. */
export type CredentialStore = Record<string, CredentialData>;

const blankNode: INode = {
	id: 'credential',
	name: '',
	type: 'n8n-nodes-base.noOp',
	typeVersion: 1,
	position: [0, 0],
	parameters: {},
};

const blankNodeTypes: INodeTypes = {
	getByName: () => requireNoOp(),
	getByNameAndVersion: () => requireNoOp(),
	getKnownTypes: () => ({}),
};

function requireNoOp(): INodeType {
	const noOp = stubs.get('n8n-nodes-base.noOp');
	if (noOp === undefined) throw new Error('The noOp stub is missing');
	return noOp;
}

export class HarnessCredentials implements ICredentialsHelper {
	private readonly store: CredentialStore;

	constructor(store: CredentialStore = {}) {
		this.store = store;
	}

	getParentTypes(name: string): string[] {
		const parents = credentialTypeByName(name).extends ?? [];
		return parents.flatMap((parent) => [parent, ...this.getParentTypes(parent)]);
	}

	isCredentialUsableByNode(credentialType: string, nodeType: string): boolean {
		if (credentialTypeByName(credentialType).restrictToSupportedNodes !== true) return true;
		return nodesOfCredential(credentialType).includes(nodeType);
	}

	getCredentialsProperties(name: string): INodeProperties[] {
		const type = credentialTypeByName(name);
		const properties: INodeProperties[] = [];
		for (const parent of type.extends ?? []) {
			workflowPackage.NodeHelpers.mergeNodeProperties(
				properties,
				this.getCredentialsProperties(parent),
			);
		}
		workflowPackage.NodeHelpers.mergeNodeProperties(properties, type.properties);
		return properties;
	}

	async authenticate(
		credentials: ICredentialDataDecryptedObject,
		typeName: string,
		requestOptions: IHttpRequestOptions | IRequestOptionsSimplified,
		workflow?: Workflow,
		node?: INode,
	): Promise<IHttpRequestOptions> {
		const options = requestOptions as IHttpRequestOptions;
		const { authenticate } = credentialTypeByName(typeName);
		if (authenticate === undefined) return options;
		if (typeof authenticate === 'function') return await authenticate(credentials, options);
		if (workflow === undefined || node === undefined) {
			throw new Error(
				'A declarative credential needs a workflow and a node to resolve expressions',
			);
		}
		options.headers ??= {};
		applyGeneric(authenticate, options, (value) => resolveText(value, credentials, workflow, node));
		return options;
	}

	/** Our credentials have no expiring tokens. */
	async preAuthentication(): Promise<undefined> {
		return undefined;
	}

	async runPreAuthentication(
		helpers: IHttpRequestHelper,
		credentials: ICredentialDataDecryptedObject,
		typeName: string,
	): Promise<ICredentialDataDecryptedObject | undefined> {
		const hook = credentialTypeByName(typeName).preAuthentication;
		if (hook === undefined) return undefined;
		return (await hook.call(helpers, credentials)) as ICredentialDataDecryptedObject;
	}

	async getCredentials(details: INodeCredentialsDetails, type: string): Promise<never> {
		throw new Error(`The harness keeps credential "${details.name}" (${type}) unencrypted`);
	}

	async getDecrypted(
		additionalData: IWorkflowExecuteAdditionalData,
		details: INodeCredentialsDetails,
		type: string,
		mode: WorkflowExecuteMode,
		executeData?: IExecuteData,
		raw?: boolean,
		resolveValues?: ICredentialsExpressionResolveValues,
	): Promise<ICredentialDataDecryptedObject> {
		const stored = this.store[type];
		if (stored === undefined) {
			throw new Error(`Credential with ID "${details.id}" does not exist for type "${type}".`);
		}
		const data = structuredClone(stored) as ICredentialDataDecryptedObject;
		if (raw === true) return data;
		return await this.complete(additionalData, data, type, mode, executeData, resolveValues);
	}

	/** Fills in the defaults of the credential type and resolves expressions. */
	async complete(
		additionalData: IWorkflowExecuteAdditionalData,
		data: ICredentialDataDecryptedObject,
		type: string,
		mode: WorkflowExecuteMode,
		executeData?: IExecuteData,
		resolveValues?: ICredentialsExpressionResolveValues,
	): Promise<ICredentialDataDecryptedObject> {
		const completed = workflowPackage.NodeHelpers.getNodeParameters(
			this.getCredentialsProperties(type),
			data as INodeParameters,
			true,
			false,
			null,
			null,
		) as ICredentialDataDecryptedObject;
		const keys = core.getAdditionalKeys(additionalData, mode, null, { isCredential: true });

		if (resolveValues !== undefined) {
			const { workflow, runExecutionData, runIndex, itemIndex, node, connectionInputData } =
				resolveValues;
			return workflow.expression.getParameterValue(
				completed as INodeParameters,
				runExecutionData,
				runIndex,
				itemIndex,
				node.name,
				connectionInputData,
				mode,
				keys,
				executeData,
				false,
				completed,
			) as ICredentialDataDecryptedObject;
		}

		const workflow = new workflowPackage.Workflow({
			nodes: [blankNode],
			connections: {},
			active: false,
			nodeTypes: blankNodeTypes,
		});
		await workflow.expression.acquireIsolate();
		try {
			return workflow.expression.getComplexParameterValue(
				blankNode,
				completed as INodeParameters,
				mode,
				keys,
				undefined,
				undefined,
				completed,
			) as ICredentialDataDecryptedObject;
		} finally {
			await workflow.expression.releaseIsolate();
		}
	}

	async updateCredentials(): Promise<void> {}

	async updateCredentialsOauthTokenData(): Promise<void> {}
}

/** A falsy result of an expression becomes '', so that an empty basic-auth password works. */
function resolveText(
	value: unknown,
	credentials: ICredentialDataDecryptedObject,
	workflow: Workflow,
	node: INode,
): unknown {
	if (!workflowPackage.isExpression(value)) return value;
	const resolved = workflow.expression.getSimpleParameterValue(
		node,
		value as string,
		'internal',
		{ $credentials: credentials },
		undefined,
		'',
	);
	return resolved ? String(resolved) : '';
}

function applyGeneric(
	authenticate: IAuthenticateGeneric,
	options: IHttpRequestOptions,
	resolve: (value: unknown) => unknown,
): void {
	const request = options as unknown as Record<string, Record<string, unknown> | undefined>;
	for (const [part, entries] of Object.entries(authenticate.properties)) {
		for (const [key, value] of Object.entries((entries ?? {}) as Record<string, unknown>)) {
			const target = request[part] || {};
			target[String(resolve(key))] = resolve(value);
			request[part] = target;
		}
	}
}

export interface CredentialTestResult {
	status: 'OK' | 'Error';
	message: string;
}

/** Sends the credential type's `test` request and returns what the editor's credential dialog would show. */
export async function testCredential(
	credentialType: string,
	data: CredentialData,
): Promise<CredentialTestResult> {
	await ensureCredentialType(credentialType);
	const { test } = credentialTypeByName(credentialType);
	if (test === undefined) {
		return { status: 'Error', message: 'No testing function found for this credential.' };
	}

	const helper = new HarnessCredentials({ [credentialType]: data });
	const additionalData = additionalDataFor(helper);
	let completed: ICredentialDataDecryptedObject;
	try {
		completed = await helper.complete(
			additionalData,
			structuredClone(data) as ICredentialDataDecryptedObject,
			credentialType,
			'internal',
		);
	} catch (error) {
		return { status: 'Error', message: messageOf(error) };
	}

	let response: INodeExecutionData[][] | null | undefined;
	try {
		response = await sendTestRequest(test, additionalData, {
			id: credentialType,
			name: credentialType,
			type: credentialType,
			data: completed,
		});
	} catch (error) {
		return { status: 'Error', message: failureMessage(test, error) };
	}

	const body = response?.[0]?.[0]?.json;
	for (const rule of test.rules ?? []) {
		if (
			rule.type === 'responseSuccessBody' &&
			valueAt(body, String(rule.properties.key)) === rule.properties.value
		) {
			return { status: 'Error', message: rule.properties.message };
		}
	}
	return { status: 'OK', message: 'Connection successful!' };
}

/** Like n8n, runs the request as a declarative node with a single parameter. */
async function sendTestRequest(
	test: ICredentialTestRequest,
	additionalData: IWorkflowExecuteAdditionalData,
	credential: ICredentialsDecrypted,
): Promise<INodeExecutionData[][] | null | undefined> {
	const { description } = requireNoOp();
	const nodeType: INodeType = {
		description: {
			...description,
			credentials: [{ name: credential.type, required: true }],
			properties: [
				{
					displayName: 'Request',
					name: 'request',
					type: 'string',
					default: '',
					routing: { request: test.request },
				},
			],
		},
	};
	const node: INode = {
		...blankNode,
		name: 'Credential test',
		type: description.name,
		credentials: { [credential.type]: { id: credential.id, name: credential.name } },
	};
	const workflow = new workflowPackage.Workflow({
		nodes: [node],
		connections: {},
		active: false,
		nodeTypes: {
			getByName: () => nodeType,
			getByNameAndVersion: () => nodeType,
			getKnownTypes: () => ({}),
		},
	});
	const context = new core.ExecuteContext(
		workflow,
		node,
		additionalData,
		'internal',
		workflowPackage.createEmptyRunExecutionData(),
		0,
		[],
		{ main: [[{ json: {} }]] },
		{ node, data: {}, source: null },
		[],
	);
	await workflow.expression.acquireIsolate();
	try {
		return await new core.RoutingNode(context, nodeType, credential).runNode();
	} finally {
		await workflow.expression.releaseIsolate();
	}
}

function failureMessage(test: ICredentialTestRequest, error: unknown): string {
	const { cause } = error as {
		cause?: { code?: string; response?: { status: number; statusText?: string } };
	};
	if (cause?.response !== undefined) {
		const { status, statusText } = cause.response;
		for (const rule of test.rules ?? []) {
			if (rule.type === 'responseCode' && rule.properties.value === status) {
				return rule.properties.message;
			}
		}
		if (status < 199 || status > 299) return statusText || `Received HTTP status code: ${status}`;
	} else if (cause?.code !== undefined) {
		return cause.code;
	}
	return messageOf(error);
}

function messageOf(error: unknown): string {
	return error instanceof Error ? error.message : String(error);
}

function valueAt(json: IDataObject | undefined, dottedPath: string): unknown {
	let value: unknown = json;
	for (const key of dottedPath.split('.')) value = (value as IDataObject | undefined)?.[key];
	return value;
}
