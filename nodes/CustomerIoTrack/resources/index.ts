import type { Resource } from '../../shared/schema/operation';
import { account } from './account';
import { apiRequest } from './apiRequest';
import { call } from './call';
import { delivery } from './delivery';
import { device } from './device';
import { event } from './event';
import { form } from './form';
import { object } from './object';
import { person } from './person';
import { relationship } from './relationship';
import { segment } from './segment';

/** The resources of the Track node, by importance. The first one and its first operation are the defaults. */
export const resources: readonly Resource[] = [
	person,
	event,
	segment,
	form,
	object,
	relationship,
	device,
	delivery,
	account,
	call,
	apiRequest,
];
