import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';

/** A field or parameter in the API specs; a missing property does not apply. */
export interface Field {
	name: string;
	/** Alternatives are joined by `|`; `array<string>` names the element type. */
	type: string;
	required?: boolean;
	description?: string;
	in?: 'path' | 'query' | 'header';
	format?: string;
	enum?: Array<string | number | boolean>;
	/** `enum` lists known values; others are allowed. */
	openEnum?: boolean;
	enumHints?: string[];
	default?: unknown;
	nullable?: boolean;
	min?: number;
	max?: number;
	minLength?: number;
	maxLength?: number;
	minItems?: number;
	maxItems?: number;
	minProperties?: number;
	/** Of the UTF-8 JSON, or of the file for a binary field. */
	maxBytes?: number;
	items?: string;
	freeform?: boolean;
	additionalProperties?: boolean | string;
	valueType?: 'base64' | 'string';
	/** Pointer into `filterGrammar`, e.g. `filterGrammar.audience`. */
	grammar?: string;
	contentTypes?: string[];
	fields?: Field[];
	itemFields?: Field[];
	oneOf?: Variant[];
	anyOf?: Variant[];
	/** Pipelines: `commonFields.context` refers to the field described there. */
	ref?: string;
	acceptsString?: boolean;
	aliases?: string[];
	origin?: string;
	example?: unknown;
}

export interface Variant {
	name: string;
	description?: string;
	fields: Field[];
}

export interface Body {
	type: 'json' | 'multipart';
	required: boolean;
	fields: Field[];
	oneOf?: Variant[];
	discriminator?: string;
	rawArray?: boolean;
	freeform?: boolean;
	minProperties?: number;
	maxBytes?: number;
	example?: unknown;
}

interface ResponseShape {
	type: 'json' | 'empty' | 'binary' | 'link';
	example?: unknown;
	listKey?: string;
	itemKey?: string;
	altListKey?: string;
	itemWrapper?: string;
	rawArray?: boolean;
	cursor?: {
		style?: 'page' | 'offset';
		requestParam: string;
		responseField?: string;
		sizeParam?: string;
	};
}

export interface Operation {
	operation: string;
	displayName: string;
	method: string;
	path: string;
	rateLimit: string;
	idempotent: boolean;
	parameters: Field[];
	body: Body | null;
	response: ResponseShape;
	/** `200 success`, `404 not found` … */
	responses: string[];
	notes?: string[];
}

export interface AppSpec {
	resources: Array<{ resource: string; displayName: string; operations: Operation[] }>;
	limits: Record<string, number | string>;
	filterGrammar: Record<string, { node: { oneOf: Array<Record<string, unknown>> }; rule: string }>;
}

export interface IdentityRule {
	rule: 'anyOf' | 'required' | 'perItem';
	anyOf?: string[][];
	required?: string[];
}

export interface PipelinesOperation {
	operation: string;
	method: string;
	path: string;
	body: { fields: Field[]; identityRule: IdentityRule };
	example: unknown;
}

/** One type and action of the Track v2 calls; its name is `person.identify`. */
export interface TrackAction extends Variant {
	type: string;
	action: string;
	example: Record<string, unknown>;
}

export interface TrackOperation extends Operation {
	auth: 'basic' | 'none';
	rateLimitNewer: string;
	/** The documented error bodies; null for a response without one. */
	errors: Array<{ status: number; body: { errors?: unknown; meta?: { error?: string } } | null }>;
	/** Metrics that each channel takes, for `metric.report`. */
	metricsByChannel?: Record<string, string[]>;
}

export interface TrackSpec {
	servers: Record<'us' | 'eu', string>;
	resources: Array<{ resource: string; displayName: string; operations: TrackOperation[] }>;
	limits: Record<
		| 'batchItemBytes'
		| 'personIdBytes'
		| 'attributeNameBytes'
		| 'attributeValueBytes'
		| 'attributesPerIdentify'
		| 'eventNameBytes'
		| 'anonymousEventDays',
		number
	>;
}

interface SemanticEvent {
	event: string;
	properties: Field[];
	identity: { required: string[] };
	example: Record<string, unknown>;
}

export interface PipelinesSpec {
	operations: PipelinesOperation[];
	commonFields: Field[];
	semanticEvents: SemanticEvent[];
	limits: {
		requestBytes: number;
		batchBytes: number;
		batchItemBytes: number;
		rate: { requests: number; perSeconds: number };
	};
}

export interface WebhooksSpec {
	delivery: {
		timeoutSeconds: number;
		retry: { maxDurationSeconds: number };
		oneHourHold: { statuses: number[] };
	};
	signature: {
		testVectors: Array<{
			name: string;
			signingKey: string;
			timestamp: string;
			body: string;
			bodyBase64?: string;
			signature: string;
			valid: boolean;
		}>;
	};
	eventsConfig: Array<{ value: string; objectType: string; metric: string }>;
	payloads: Array<{
		objectType: string;
		metric: string;
		dataVariants: string[];
		dataFields: Field[];
		example: { data: Record<string, unknown> };
	}>;
	dataVariants: Record<string, { fields: Field[] }>;
}

export interface Specs {
	app: AppSpec;
	pipelines: PipelinesSpec;
	track: TrackSpec;
	webhooks: WebhooksSpec;
}

/**
 * The folder of the API specs: `tools/sandbox/spec` in the working directory or the folder of the started
 * script, or in one of their parents, so that the command line works from anywhere.
 */
function specFolder(): string {
	const starts = [process.cwd(), path.dirname(path.resolve(process.argv[1] ?? '.'))];
	for (const start of starts) {
		for (let folder = start; ; folder = path.dirname(folder)) {
			const candidate = path.join(folder, 'tools', 'sandbox', 'spec');
			if (existsSync(path.join(candidate, 'app-api.json'))) return candidate;
			if (path.dirname(folder) === folder) break;
		}
	}
	throw new Error(
		'tools/sandbox/spec was not found in the working directory, the folder of the started script, or their parents',
	);
}

let loaded: Specs | undefined;

/** Reads the API specs once per process. Throws if they are missing or not JSON. */
export function loadSpecs(): Specs {
	if (loaded) return loaded;
	const folder = specFolder();
	const readSpec = (name: string): unknown =>
		JSON.parse(readFileSync(path.join(folder, `${name}.json`), 'utf8'));
	loaded = {
		app: readSpec('app-api') as AppSpec,
		pipelines: readSpec('pipelines-api') as PipelinesSpec,
		track: readSpec('track-api') as TrackSpec,
		webhooks: readSpec('reporting-webhooks') as WebhooksSpec,
	};
	return loaded;
}
