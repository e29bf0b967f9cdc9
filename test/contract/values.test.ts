/**
 * Every field of every operation, in every input mode, with what CRMs, sheets,
 * models and formulas give. Either nothing is sent and the error names the field, or what is sent
 * is what the reference says.
 */
import fc from 'fast-check';
import type { IExecuteFunctions } from 'n8n-workflow';

import { resources as appResources } from '../../nodes/CustomerIoApp/resources/index.ts';
import { prepareItem } from '../../nodes/CustomerIoPipelines/calls/prepareCalls.ts';
import { resources as pipelinesResources } from '../../nodes/CustomerIoPipelines/resources/index.ts';
import { formatOf } from '../../nodes/CustomerIoTrack/calls/formatOf.ts';
import { resources as trackResources } from '../../nodes/CustomerIoTrack/resources/index.ts';
import { buildRequest } from '../../nodes/shared/request/buildRequest.ts';
import type { Operation, Resource } from '../../nodes/shared/schema/operation.ts';
import { InputError } from '../../nodes/shared/utils/errors.ts';
import { isObject } from '../../nodes/shared/utils/json.ts';
import { KNOWN_VALUES, label, randomValue } from './awkwardValues.ts';
import { isEqual } from './isEqual.ts';
import { inputOf, located, type Parameters } from './validInputs.ts';
import { inputModesOf } from './valueInputs.ts';
import { GENERATED_ID, type SentRequest, type InputMode } from './valuePlaces.ts';
import { expectedOf, isEmpty, mayBeLeftOut, REFUSED, type Expected } from './valueReference.ts';

const RANDOM_VALUES = 20;

const GENERATED_UUID = '00000000-0000-4000-8000-000000000000';
const GENERATED_ULID = '00000000008008000000000000';

type Build = (
	operation: Operation,
	parameters: Parameters,
	json: Parameters,
) => Promise<SentRequest>;

const built: Build = async (operation, parameters, json) => {
	const request = await buildRequest(operation, inputOf(parameters, json));
	const text = request.body === undefined ? undefined : JSON.stringify(request.body);
	const options = JSON.parse(JSON.stringify(request.options)) as SentRequest['options'];
	const body = text === undefined ? undefined : (JSON.parse(text) as unknown);
	return { ...request, options, body };
};

const called: Build = async (operation, parameters, json) => {
	const request = await buildRequest(operation, inputOf(parameters, json));
	const { calls } = await prepareItem(operation, inputOf(parameters, json), 0, () => GENERATED_ID);
	const sent = calls.map(({ text }) => JSON.parse(text) as unknown);
	const options = JSON.parse(JSON.stringify(request.options)) as SentRequest['options'];
	const body = request.path.endsWith('/batch') ? { batch: sent } : sent[0];
	return { ...request, options, body };
};

/** The calls of the Track API that are sent in batches; its other operations are built as those of the App API. */
const trackCalled: Build = async (operation, given, json) => {
	// Without an App credential, which would be asked about segments.
	const context = { getNode: () => ({}) } as IExecuteFunctions;
	const format = formatOf(context, operation);
	if (format === undefined) return await built(operation, given, json);
	const parameters: Parameters = { objectTypeId: located('id', '1'), ...given };
	if (isObject(given.call)) parameters.call = { ...VALID_CALL, ...given.call };
	if (Array.isArray(given.batch)) {
		parameters.batch = given.batch.map((call) =>
			isObject(call)
				? { ...VALID_CALL, ...call, ...(call.type === 'identify' ? VALID_CALL : {}) }
				: call,
		);
	}
	const request = await buildRequest(operation, inputOf(parameters, json));
	const input = inputOf(parameters, json);
	const { calls } = await format.prepareItem(operation, input, 0, () => GENERATED_UUID);
	const sent = calls.map(({ text }) => withoutGeneratedId(JSON.parse(text)));
	const options = JSON.parse(JSON.stringify(request.options)) as SentRequest['options'];
	const isSegment = request.path.startsWith('/api/v1/');
	const body = isSegment
		? { ids: sent[0] }
		: request.path.endsWith('/batch')
			? { batch: sent }
			: sent[0];
	return { ...request, options, body };
};

/** An event ID that is left out is generated. */
const withoutGeneratedId = (call: unknown): unknown =>
	isObject(call) && call.id === GENERATED_ULID ? { ...call, id: undefined } : call;

const VALID_CALL = { type: 'person', action: 'identify', identifiers: { id: '1' } };

interface Subject {
	readonly key: string;
	readonly operation: Operation;
	readonly build: Build;
}

const subjects = (resources: readonly Resource[], build: Build): Subject[] =>
	resources.flatMap(({ name, operations }) =>
		Object.entries(operations).map(([operationName, operation]) => ({
			key: `${name}.${operationName}`,
			operation,
			build,
		})),
	);

const values = [
	...KNOWN_VALUES,
	...fc.sample(randomValue, { numRuns: RANDOM_VALUES, seed: 20_261_126 }),
];

beforeAll(() => {
	// Most values are refused, and a stack takes longer than all else.
	Error.stackTraceLimit = 0;
});
afterAll(() => {
	Error.stackTraceLimit = 10;
});

let fields = 0;
let inputModes = 0;
let tried = 0;
afterAll(() =>
	process.stdout.write(
		`Values: ${fields} fields, ${inputModes} input modes, ${values.length} values each, ${tried} tried\n`,
	),
);

function expectedIn(inputMode: InputMode, raw: unknown): Expected {
	if (isEmpty(raw)) {
		// Required or not, a field that is left out is not sent as something else.
		if (inputMode.empty === 'leftOut') return [{ sent: undefined }, { sent: '' }, REFUSED];
		// In a list, JSON has `null` for `undefined`.
		return [{ sent: raw }, { sent: undefined }, { sent: null }, REFUSED];
	}
	const expected = expectedOf(inputMode.kind, raw);
	// Half of a character cannot be percent-encoded.
	const isBroken = typeof raw === 'string' && !raw.isWellFormed();
	return inputMode.mayRefuse || isBroken ? [...expected, REFUSED] : expected;
}

/** As text, in a query. */
const written = (value: unknown) => (typeof value === 'string' ? value : JSON.stringify(value));

/** What is wrong; undefined if nothing is. */
async function problemOf(
	{ operation, build }: Subject,
	inputMode: InputMode,
	raw: unknown,
): Promise<string | undefined> {
	const expected = expectedIn(inputMode, raw);
	let request: SentRequest;
	try {
		request = await build(operation, inputMode.parameters(raw), inputMode.json?.(raw) ?? {});
	} catch (error) {
		if (!(error instanceof InputError)) return `crashes: ${String(error)}`;
		if (mayBeLeftOut(expected)) return undefined;
		if (!inputMode.names.some((name) => error.message.includes(name)))
			return `blames: ${error.message}`;
		if (error.description === '') return 'does not say how to fix it';
		return expected.includes(REFUSED) ? undefined : `is refused: ${error.message}`;
	}
	const value = inputMode.read(request);
	const isRight = expected.some(
		({ sent }) => isEqual(value, sent) || (typeof value === 'string' && value === written(sent)),
	);
	if (isRight) return undefined;
	const right = expected.map(({ sent }) => (typeof sent === 'symbol' ? 'an error' : label(sent)));
	return `is sent as ${label(value)} instead of ${right.join(' or ')}`;
}

/** JSON text is made of what JSON has; the rest never gets that far. */
const canBeGiven = (inputMode: InputMode, raw: unknown): boolean =>
	inputMode.asJsonText !== true ||
	expectedOf({ is: 'json' }, raw).every((outcome) => outcome !== REFUSED);

describe.each([
	['App', subjects(appResources, built)],
	['Pipelines', subjects(pipelinesResources, called)],
	['Track', subjects(trackResources, trackCalled)],
])('%s', (_, all) => {
	test.each(all.map((subject) => [subject.key, subject] as const))('%s', async (key, subject) => {
		const operationModes = await inputModesOf(key, subject.operation);
		const problems: string[] = [];
		for (const inputMode of operationModes) {
			for (const raw of values) {
				if (!canBeGiven(inputMode, raw)) continue;
				tried += 1;
				const problem = await problemOf(subject, inputMode, raw);
				if (problem !== undefined)
					problems.push(`${inputMode.field}, ${inputMode.name}: ${label(raw)} ${problem}`);
			}
		}
		inputModes += operationModes.length;
		fields += new Set(operationModes.map(({ field }) => field)).size;
		expect(problems).toEqual([]);
	});
});
