/** Sends Track calls that must be received, and reads what they changed, for the sandbox's tests. */
import { strict as assert } from 'node:assert';
import type { Activity, Person, Sandbox } from '../../tools/sandbox/sandbox.ts';
import { track } from './sandboxClient.ts';

/** cio_id of person `1` of the seed. */
export const CIO_ID_OF_1 = 'a3000001';

export interface TrackCalls {
	person(id: string): Person | undefined;
	byEmail(email: string): Person | undefined;
	activities(type: string): Activity[];
	/** Why each call so far was dropped. */
	dropped(): Array<string | undefined>;
	/** Sends a v2 action. */
	entity(item: object): Promise<void>;
	/** Sends a v2 action on a person. */
	send(action: string, identifiers: object, rest?: object): Promise<void>;
	v1(method: string, path: string, body?: unknown): Promise<void>;
}

/** @param current the sandbox, which may start later */
export function trackCalls(current: () => Sandbox): TrackCalls {
	const v1: TrackCalls['v1'] = async (method, path, body) => {
		const response = await track(current(), path, body, { method });
		const expected = response.status === 204 ? [204, ''] : [200, '{}'];
		assert.deepEqual([response.status, response.text], expected);
	};
	const entity: TrackCalls['entity'] = (item) => v1('POST', '/api/v2/entity', item);
	return {
		person: (id) => current().state.people.find((person) => person.id === id),
		byEmail: (email) => current().state.people.find((person) => person.email === email),
		activities: (type) => current().state.activities.filter((activity) => activity.type === type),
		dropped: () => current().state.track.calls.map((call) => call.dropped),
		entity,
		send: (action, identifiers, rest) => entity({ type: 'person', action, identifiers, ...rest }),
		v1,
	};
}
