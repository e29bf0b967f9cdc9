import type { Resource } from '../../shared/schema/operation';
import { call } from './call';
import { delivery } from './delivery';
import { device } from './device';
import { event } from './event';
import { object } from './object';
import { person } from './person';
import { relationship } from './relationship';

/** The resources of the Pipelines node, by importance. The first one and its first operation are the defaults. */
export const resources: readonly Resource[] = [
	person,
	event,
	object,
	relationship,
	device,
	delivery,
	call,
];
