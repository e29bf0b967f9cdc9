import type { IExecuteFunctions } from 'n8n-workflow';

import type { BatchFormat } from '../../shared/batching/batchFormat';
import type { Operation } from '../../shared/schema/operation';
import { entityFormat } from './entityFormat';
import { segmentFormat } from './segmentFormat';
import { Segments } from './segments';
import type { TrackCall } from './trackCall';

/** How the items of an operation are sent together; `undefined` for one request for each item. */
export function formatOf(
	context: IExecuteFunctions,
	operation: Operation | undefined,
): BatchFormat<TrackCall> | undefined {
	const route = operation?.route ?? '';
	if (route.startsWith('POST /api/v2/')) return entityFormat;
	const isSegment = route.startsWith('POST /api/v1/segments/');
	return isSegment ? segmentFormat(new Segments(context)) : undefined;
}
