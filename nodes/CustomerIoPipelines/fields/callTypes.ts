/** The types of calls. Each has an endpoint, and a batch may hold all of them. */
export const CALL_TYPES = ['alias', 'group', 'identify', 'page', 'screen', 'track'] as const;

export type CallType = (typeof CALL_TYPES)[number];

/** The event by which a `track` call deletes an object. */
export const OBJECT_DELETED = 'Object Deleted';

export function isCallType(type: unknown): type is CallType {
	return CALL_TYPES.some((callType) => callType === type);
}
