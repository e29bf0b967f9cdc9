import {
	broadcast,
	campaign,
	newsletter,
	transactionalTemplate,
} from '../shared/catalog/messagingLocators';
import { resourceLocators } from '../shared/schema/fieldBuilders';

/** What a message can come from, to filter events by. */
export const sources = [
	resourceLocators('broadcasts', broadcast),
	resourceLocators('campaigns', campaign),
	resourceLocators('newsletters', newsletter),
	resourceLocators('transactional_messages', transactionalTemplate),
] as const;
