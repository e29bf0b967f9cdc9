/** The operations of the Track node that trials run. */
import type { Sandbox } from '../sandbox/sandbox.ts';
import type { Workload } from './workload.ts';

type Calls = Sandbox['state']['track']['calls'];

const located = (mode: string, value: unknown) => ({ __rl: true, mode, value });

/** Longer than Customer.io takes a name or an attribute: it rejects this call of a batch alone. */
const TOO_LONG = 'x'.repeat(1001);

const ofNode: Pick<Workload, 'node' | 'isCorrect'> = {
	node: 'customerIoTrack',
	isCorrect: (json) => json.success === true,
};

/** What Customer.io did, by its record of calls; calls that it drops in silence have no effect. */
const processedBy =
	(markersOf: (call: Calls[number]) => unknown[]): NonNullable<Workload['processed']> =>
	({ state }) =>
		state.track.calls.flatMap((entry) => markersOf(entry).map(String));

interface Call {
	readonly identifiers?: { readonly id?: unknown };
	readonly attributes?: { readonly marker?: unknown };
	readonly primary?: { readonly id?: unknown };
	readonly data?: { readonly id?: unknown };
	readonly ids?: readonly unknown[];
}

const applied =
	(markerOf: (call: Call) => unknown) =>
	({ call, dropped }: Calls[number]) =>
		dropped === undefined ? [markerOf(call)] : [];

const upsert: Workload = {
	...ofNode,
	kind: 'idempotent',
	parameters: {
		resource: 'person',
		operation: 'upsert',
		person: located('id', '={{ $json.id }}'),
		attributesInput: 'item',
		attributesExcept: 'id',
	},
	item: (marker, bad, index) => ({
		marker,
		id: `p${index % 3}`,
		...(bad ? { bio: TOO_LONG } : {}),
	}),
	processed: processedBy(applied(({ attributes }) => attributes?.marker)),
	writes: {
		entityOf: (index) => `p${index % 3}`,
		markerIn: ({ state }, entity) =>
			state.people.find(({ id }) => id === entity)?.attributes.marker,
	},
};

const event: Workload = {
	...ofNode,
	kind: 'calls',
	parameters: {
		resource: 'event',
		operation: 'track',
		person: located('id', '={{ $json.marker }}'),
		name: '={{ $json.name }}',
	},
	item: (marker, bad) => ({ marker, name: bad ? TOO_LONG : 'Ordered' }),
	// A repeated event ID is dropped.
	processed: processedBy(applied(({ identifiers }) => identifiers?.id)),
};

export const trackWorkloads = {
	trackUpsert: upsert,
	trackUpsertSingles: { ...upsert, parameters: { ...upsert.parameters, batchRequests: false } },
	trackEvent: event,
	trackEventSingles: { ...event, parameters: { ...event.parameters, batchRequests: false } },
	trackMerge: {
		...ofNode,
		kind: 'idempotent',
		parameters: {
			resource: 'person',
			operation: 'merge',
			primary: located('id', '={{ $json.marker }}'),
			secondary: located('id', '={{ $json.secondary }}'),
		},
		item: (marker, bad) => ({ marker, secondary: bad ? marker : `${marker}-old` }),
		// A second try finds nobody to merge.
		processed: processedBy(({ call }) => [(call as Call).primary?.id]),
	},
	/** Customer.io has nothing to recognise a repeated form by. */
	trackForm: {
		...ofNode,
		kind: 'unsafe',
		parameters: {
			resource: 'form',
			operation: 'submit',
			formId: '={{ $json.form }}',
			person: located('id', '={{ $json.marker }}'),
		},
		item: (marker, bad) => ({ marker, form: bad ? '' : 'signup' }),
		markerOf: ({ body }) => String((body as Call).data?.id),
	},
	/** Items that name the same segment share a request. */
	trackSegment: {
		...ofNode,
		kind: 'idempotent',
		parameters: {
			resource: 'segment',
			operation: 'addCustomers',
			segmentId: located('id', '={{ $json.segment }}'),
			person: located('id', '={{ $json.marker }}'),
		},
		item: (marker, bad) => ({ marker, segment: bad ? 999_999 : 12 }),
		// The people are unknown to the sandbox, which leaves them out later.
		processed: processedBy(({ call }) => [...((call as Call).ids ?? [])]),
	},
} satisfies Readonly<Record<string, Workload>>;
