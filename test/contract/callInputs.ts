/** Calls that are written as JSON: the keys that other operations have fields for. */
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

/** Calls as JSON. */
export function callModes(key: string): InputMode[] {
	if (key !== 'call.send' && key !== 'call.sendBatch') return [];
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
