/** Calls that are written as JSON: the keys that other operations have fields for. */
import type { Operation } from '../../nodes/shared/schema/operation.ts';
import type { Parameters } from './validInputs.ts';
import { at, withoutGenerated, type InputMode } from './valuePlaces.ts';
import type { Kind } from './valueReference.ts';

/** The keys that calls written as JSON have in common with fields. */
const CALL_KEYS: ReadonlyArray<readonly [type: string, path: string, kind: Kind]> = [
	['identify', 'userId', { is: 'id' }],
	['identify', 'anonymousId', { is: 'id' }],
	['identify', 'messageId', { is: 'id' }],
	['identify', 'traits.email', { is: 'formatted' }],
	['identify', 'traits.plan', { is: 'json' }],
	['track', 'event', { is: 'id' }],
	['track', 'properties.price', { is: 'json' }],
	['group', 'groupId', { is: 'id' }],
	['alias', 'previousId', { is: 'id' }],
];

/** The same for the Track API. */
const TRACK_CALL_KEYS: ReadonlyArray<readonly [call: Parameters, path: string, kind: Kind]> = [
	[{ type: 'person', action: 'identify' }, 'identifiers.id', { is: 'id' }],
	[{ type: 'person', action: 'identify' }, 'identifiers.email', { is: 'formatted' }],
	[{ type: 'person', action: 'identify' }, 'identifiers.phone', { is: 'id' }],
	[{ type: 'person', action: 'delete' }, 'identifiers.cio_id', { is: 'id' }],
	[
		{ type: 'person', action: 'identify', identifiers: { id: '1' } },
		'attributes.plan',
		{ is: 'json' },
	],
	[{ type: 'person', action: 'event', identifiers: { id: '1' } }, 'name', { is: 'id' }],
	[
		{ type: 'person', action: 'event', identifiers: { id: '1' }, name: 'Paid' },
		'timestamp',
		{ is: 'dateTime', as: 'unixSeconds' },
	],
	[
		{ type: 'person', action: 'add_device', identifiers: { id: '1' } },
		'device.token',
		{ is: 'id' },
	],
	[{ type: 'person', action: 'merge', secondary: { id: '2' } }, 'primary.id', { is: 'id' }],
	[
		{ type: 'person', action: 'merge', primary: { id: '2' } },
		'secondary.email',
		{ is: 'formatted' },
	],
	[{ type: 'delivery', action: 'event' }, 'identifiers.id', { is: 'id' }],
];

function trackCallModes(isBatch: boolean): InputMode[] {
	return TRACK_CALL_KEYS.map(([base, path, kind]) => {
		const [outer = '', inner] = path.split('.');
		const call = (raw: unknown): Parameters => ({
			...base,
			[outer]: inner === undefined ? raw : { [inner]: raw },
		});
		return {
			operation: isBatch ? 'call.sendBatch' : 'call.send',
			field: path,
			name: `${String(base.type)} ${String(base.action)} call`,
			kind,
			empty: 'asIs',
			mayRefuse: path === 'name',
			names: ['Call (JSON)', 'Calls (JSON)'],
			parameters: (raw) => (isBatch ? { batch: [call(raw)] } : { call: call(raw) }),
			read: ({ body }) => at(isBatch ? at(body, ['batch', '0']) : body, path.split('.')),
		};
	});
}

/** Calls as JSON. */
export function callModes(key: string, { route }: Operation): InputMode[] {
	if (key !== 'call.send' && key !== 'call.sendBatch') return [];
	if (route.includes('/v2/')) return trackCallModes(key === 'call.sendBatch');
	const isBatch = key === 'call.sendBatch';
	return CALL_KEYS.map(([type, path, kind]) => {
		const [outer = '', inner] = path.split('.');
		const call = (raw: unknown): Parameters => ({
			...{ userId: '1', groupId: 'acme', previousId: '2', event: 'Paid' },
			[outer]: inner === undefined ? raw : { [inner]: raw },
		});
		return {
			operation: key,
			field: path,
			name: `${type} call`,
			kind,
			empty: 'asIs',
			mayRefuse: path === 'event',
			names: ['Call (JSON)', 'Calls (JSON)'],
			parameters: (raw) =>
				isBatch ? { batch: [{ type, ...call(raw) }] } : { type, call: call(raw) },
			read: ({ body }) => {
				const value = at(isBatch ? at(body, ['batch', '0']) : body, path.split('.'));
				return outer === 'messageId' ? withoutGenerated(value) : value;
			},
		};
	});
}
