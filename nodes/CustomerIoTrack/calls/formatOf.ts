import type { BatchFormat } from '../../shared/batching/batchFormat';
import type { Operation } from '../../shared/schema/operation';
import { entityFormat } from './entityFormat';
import { segmentFormat } from './segmentFormat';
import type { TrackCall } from './trackCall';

/** How the items of an operation are sent together; `undefined` for one request for each item. */
export function formatOf(operation: Operation | undefined): BatchFormat<TrackCall> | undefined {
	const route = operation?.route ?? '';
	if (route.startsWith('POST /api/v2/')) return entityFormat;
	return route.startsWith('POST /api/v1/segments/') ? segmentFormat : undefined;
}
