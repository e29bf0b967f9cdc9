import type { Resource } from '../../shared/schema/operation';
import { call } from './call';
import { delivery } from './delivery';
import { device } from './device';
import { event } from './event';
import { object } from './object';
import { person } from './person';
import { relationship } from './relationship';

/** All that the Pipelines node does; the first resource and its first operation are its defaults. */
export const resources: readonly Resource[] = [
	person,
	event,
	object,
	relationship,
	device,
	delivery,
	call,
];
