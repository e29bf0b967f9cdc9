import { requiresChange } from '../../shared/schema/requestChecks';
import { resourceLocator, string } from '../../shared/schema/fieldBuilders';
import { deleted, item, list } from '../../shared/schema/output';
import { operation, type Resource } from '../../shared/schema/operation';
import { contentFields } from '../fields/content';
import {
	newsletterContent,
	newsletterLanguage,
	testGroup as testGroups,
} from '../../shared/catalog/messagingLocators';
import {
	bodyPlain,
	hasContent,
	newsletterId,
	newsletterOutput,
	translationContent,
} from '../fields/newsletter';

const variantContent = [...contentFields, bodyPlain] as const;

const contentId = resourceLocator('content_id', newsletterContent, 'One language or test variant');
const language = resourceLocator('language', newsletterLanguage, 'The language of the variant');
const testGroupId = resourceLocator('test_group_id', testGroups, 'One side of an A/B test');

const newLanguage = string('language', 'Tag of the new language', {
	required: true,
	placeholder: 'es',
});

const simplify = [
	'id',
	'newsletter_id',
	'name',
	'type',
	'language',
	'subject',
	'body',
	'from_id',
	'reply_to_id',
	'recipient',
];
const variantOutput = item('content', { simplify });

/** @see https://docs.customer.io/integrations/api/app/#tag/newsletters */
export const newsletterVariant: Resource = {
	name: 'newsletterVariant',
	displayName: 'Newsletter Variant',
	description: 'Languages and A/B tests of a newsletter',
	operations: {
		getAll: operation({
			name: 'Get Many',
			action: 'Get many newsletter variants',
			description: 'Get the languages and test variants of a newsletter',
			route: 'GET /v1/newsletters/{newsletter_id}/contents',
			fields: [newsletterId],
			output: list('contents', { simplify }),
		}),
		get: operation({
			name: 'Get',
			action: 'Get newsletter variant',
			description: 'Get the content of one variant',
			route: 'GET /v1/newsletters/{newsletter_id}/contents/{content_id}',
			fields: [newsletterId, contentId],
			output: variantOutput,
		}),
		update: operation({
			name: 'Update',
			action: 'Update newsletter variant',
			description:
				'Change the content of one variant. In-app and inbox content can only be set when the newsletter is created.',
			route: 'PUT /v1/newsletters/{newsletter_id}/contents/{content_id}',
			fields: [newsletterId, contentId, ...variantContent],
			checks: [requiresChange],
			output: variantOutput,
		}),
		createTranslation: operation({
			name: 'Create Translation',
			action: 'Create translation of newsletter',
			description: 'Add a language to a newsletter without A/B tests',
			route: 'POST /v1/newsletters/{newsletter_id}/language',
			fields: [newsletterId, newLanguage, translationContent],
			checks: [hasContent],
			output: newsletterOutput,
		}),
		getTranslation: operation({
			name: 'Get Translation',
			action: 'Get translation of newsletter',
			description: 'Get one language of a newsletter',
			route: 'GET /v1/newsletters/{newsletter_id}/language/{language}',
			fields: [newsletterId, language],
			output: variantOutput,
		}),
		updateTranslation: operation({
			name: 'Update Translation',
			action: 'Update translation of newsletter',
			description:
				'Change one language of a newsletter. In-app and inbox content can only be set when the newsletter is created.',
			route: 'PUT /v1/newsletters/{newsletter_id}/language/{language}',
			fields: [newsletterId, language, ...variantContent],
			checks: [requiresChange],
			output: variantOutput,
		}),
		deleteTranslation: operation({
			name: 'Delete Translation',
			action: 'Delete translation of newsletter',
			description: 'Delete one language of a newsletter',
			route: 'DELETE /v1/newsletters/{newsletter_id}/language/{language}',
			fields: [newsletterId, language],
			output: deleted,
		}),
		getTestGroups: operation({
			name: 'Get Test Groups',
			action: 'Get test groups of newsletter',
			description: 'Get the sides of an A/B test, with the IDs of their variants',
			route: 'GET /v1/newsletters/{newsletter_id}/test_groups',
			fields: [newsletterId],
			output: list('test_groups'),
		}),
		createTestGroup: operation({
			name: 'Create Test Group',
			action: 'Create test group of newsletter',
			description: 'Add a side to an A/B test, as a copy of the existing content',
			route: 'POST /v1/newsletters/{newsletter_id}/test_groups',
			fields: [newsletterId],
			output: newsletterOutput,
		}),
		createTestGroupTranslation: operation({
			name: 'Create Test Group Translation',
			action: 'Create translation of newsletter test group',
			description: 'Add a language to one side of an A/B test',
			route: 'POST /v1/newsletters/{newsletter_id}/test_group/{test_group_id}/language',
			fields: [newsletterId, testGroupId, newLanguage, translationContent],
			checks: [hasContent],
			output: newsletterOutput,
		}),
		getTestGroupTranslation: operation({
			name: 'Get Test Group Translation',
			action: 'Get translation of newsletter test group',
			description: 'Get one language of one side of an A/B test',
			route: 'GET /v1/newsletters/{newsletter_id}/test_group/{test_group_id}/language/{language}',
			fields: [newsletterId, testGroupId, language],
			output: variantOutput,
		}),
		updateTestGroupTranslation: operation({
			name: 'Update Test Group Translation',
			action: 'Update translation of newsletter test group',
			description:
				'Change one language of one side of an A/B test. In-app and inbox content can only be set when the newsletter is created.',
			route: 'PUT /v1/newsletters/{newsletter_id}/test_group/{test_group_id}/language/{language}',
			fields: [newsletterId, testGroupId, language, ...variantContent],
			checks: [requiresChange],
			output: variantOutput,
		}),
		deleteTestGroupTranslation: operation({
			name: 'Delete Test Group Translation',
			action: 'Delete translation of newsletter test group',
			description: 'Delete one language of one side of an A/B test',
			route:
				'DELETE /v1/newsletters/{newsletter_id}/test_group/{test_group_id}/language/{language}',
			fields: [newsletterId, testGroupId, language],
			output: deleted,
		}),
	},
};
