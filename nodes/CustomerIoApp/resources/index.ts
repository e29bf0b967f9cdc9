import type { Resource } from '../../shared/schema/operation';
import { activity } from './activity';
import { apiRequest } from './apiRequest';
import { asset } from './asset';
import { assetFolder } from './assetFolder';
import { broadcast } from './broadcast';
import { campaign } from './campaign';
import { collection } from './collection';
import { customer } from './customer';
import { dataIndex } from './dataIndex';
import { designStudioComponent } from './designStudioComponent';
import { designStudioEmail } from './designStudioEmail';
import { designStudioEmailTranslation } from './designStudioEmailTranslation';
import { designStudioEmailVersion } from './designStudioEmailVersion';
import { designStudioFolder } from './designStudioFolder';
import { designStudioInboxPreview } from './designStudioInboxPreview';
import { espSuppression } from './espSuppression';
import { dataExports } from './export';
import { dataImport } from './import';
import { info } from './info';
import { liveNotification } from './liveNotification';
import { message } from './message';
import { newsletter } from './newsletter';
import { newsletterMetric } from './newsletterMetric';
import { newsletterVariant } from './newsletterVariant';
import { object } from './object';
import { optOut } from './optOut';
import { reportingWebhook } from './reportingWebhook';
import { segment } from './segment';
import { senderIdentity } from './senderIdentity';
import { snippet } from './snippet';
import { subscriptionCenter } from './subscriptionCenter';
import { transactional } from './transactional';
import { workspace } from './workspace';

/**
 * All resources of the App API as the editor lists them: the most used first, then by name, then what
 * belongs to Design Studio. The first one is the default of a new node.
 */
export const resources: readonly Resource[] = [
	transactional,
	customer,
	segment,
	broadcast,
	newsletter,
	campaign,
	message,
	dataExports,
	activity,
	asset,
	assetFolder,
	collection,
	dataIndex,
	espSuppression,
	dataImport,
	info,
	liveNotification,
	newsletterMetric,
	newsletterVariant,
	object,
	optOut,
	reportingWebhook,
	senderIdentity,
	snippet,
	subscriptionCenter,
	workspace,
	designStudioComponent,
	designStudioEmail,
	designStudioEmailTranslation,
	designStudioEmailVersion,
	designStudioFolder,
	designStudioInboxPreview,
	apiRequest,
];
