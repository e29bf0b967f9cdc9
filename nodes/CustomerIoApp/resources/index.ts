import type { Resource } from '../../matrix/vocabulary';
import { apiRequest } from './apiRequest';
import { broadcast } from './broadcast';
import { customer } from './customer';
import { reportingWebhook } from './reportingWebhook';
import { segment } from './segment';
import { snippet } from './snippet';
import { transactional } from './transactional';
import { workspace } from './workspace';

/** The matrix of the App API: everything the node can do. The first one is chosen in a new node. */
export const resources: readonly Resource[] = [
	transactional,
	broadcast,
	customer,
	segment,
	snippet,
	reportingWebhook,
	workspace,
	apiRequest,
];
