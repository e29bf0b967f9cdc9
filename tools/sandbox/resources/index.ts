import { notFound } from '../errors.ts';
import type { Call, Handler } from '../handler.ts';
import { activity } from './activity.ts';
import { asset } from './asset.ts';
import { broadcast } from './broadcast.ts';
import { collection } from './collection.ts';
import { customer } from './customer.ts';
import { designStudioEmail } from './designStudioEmail.ts';
import { designStudioEmailTranslation } from './designStudioEmailTranslation.ts';
import { designStudioEmailVersion } from './designStudioEmailVersion.ts';
import { designStudioInboxPreview } from './designStudioInboxPreview.ts';
import { espSuppression } from './espSuppression.ts';
import { exports_ } from './export.ts';
import { fromExample, store } from './generic.ts';
import { imports } from './import.ts';
import { message } from './message.ts';
import { newsletter, newsletterMetric } from './newsletter.ts';
import { newsletterVariant } from './newsletterVariant.ts';
import { object } from './object.ts';
import { optOut } from './optOut.ts';
import { reportingWebhook } from './reportingWebhook.ts';
import { segment } from './segment.ts';
import { snippet } from './snippet.ts';
import { subscriptionCenter } from './subscriptionCenter.ts';
import { transactional } from './transactional.ts';
import { workspace } from './workspace.ts';

/**
 * Handlers by resource and operation. A missing resource or operation is handled with the spec's
 * example; to make one stateful, add a file of handlers and a line in this table.
 */
const RESOURCES: Record<string, Record<string, Handler>> = {
	activity,
	asset,
	assetFolder: store('assetFolder', { idParam: 'id' }),
	broadcast,
	campaign: store('campaign', { idParam: 'campaign_id' }),
	collection,
	customer,
	designStudioComponent: store('designStudioComponent', { idParam: 'id' }),
	designStudioEmail,
	designStudioEmailTranslation,
	designStudioEmailVersion,
	designStudioFolder: store('designStudioFolder', { idParam: 'id' }),
	designStudioInboxPreview,
	espSuppression,
	export: exports_,
	import: imports,
	message,
	newsletter,
	newsletterMetric,
	newsletterVariant,
	object,
	optOut,
	reportingWebhook,
	segment,
	senderIdentity: store('senderIdentity', { idParam: 'sender_id' }),
	snippet,
	subscriptionCenter,
	transactional,
	workspace,
};

/** Parent entities in a path: an unknown one returns 404. */
const PARENTS: Record<string, (call: Call, id: number) => boolean> = {
	transactional_id: ({ state }, id) => state.transactionalMessages.some((entry) => entry.id === id),
	broadcast_id: ({ state }, id) => state.broadcasts.some((entry) => entry.id === id),
	campaign_id: ({ state }, id) => state.stored.campaign?.some((entry) => entry.id === id) ?? true,
	newsletter_id: ({ state }, id) =>
		state.stored.newsletter?.some((entry) => entry.id === id) ?? true,
	sender_id: ({ state }, id) =>
		state.stored.senderIdentity?.some((entry) => entry.id === id) ?? true,
};

/** The handler of an operation, including the check that the parents in its path exist. */
export function handlerFor(resource: string, operation: string): Handler {
	const handler = RESOURCES[resource]?.[operation];
	if (handler) return handler;
	return (call) => {
		for (const [name, exists] of Object.entries(PARENTS)) {
			const id = call.params[name];
			if (id !== undefined && !exists(call, Number(id))) throw notFound(`no ${name} ${id}`);
		}
		return fromExample(call);
	};
}
