import { requiresChange } from '../../shared/schema/requestChecks';
import { resourceLocator, string } from '../../shared/schema/fieldBuilders';
import { deleted, done, item, list } from '../../shared/schema/output';
import { operation, type Resource } from '../../shared/schema/operation';
import { defaultEmailId, emailFields } from '../fields/designStudio';
import { designStudioLanguage } from '../../shared/catalog/contentLocators';

const language = resourceLocator(
	'language',
	designStudioLanguage,
	'The language of the translation',
);

/** @see https://docs.customer.io/integrations/api/app/#tag/design-studio-emails */
export const designStudioEmailTranslation: Resource = {
	name: 'designStudioEmailTranslation',
	displayName: 'Design Studio Email Translation',
	description: 'Versions of an email in other languages',
	operations: {
		getAll: operation({
			name: 'Get Many',
			action: 'Get many Design Studio email translations',
			description: 'Get the translations of an email',
			route: 'GET /v1/design_studio/emails/{id}/languages',
			fields: [defaultEmailId],
			output: list('email_translations'),
		}),
		create: operation({
			name: 'Create',
			action: 'Create Design Studio email translation',
			description: 'Add a translation to an email. Omitted fields are taken from the email.',
			route: 'POST /v1/design_studio/emails/{id}/languages',
			fields: [
				defaultEmailId,
				string('language', 'Code of the language', { required: true, placeholder: 'es' }),
				...emailFields,
			],
			output: item('email_translation'),
		}),
		get: operation({
			name: 'Get',
			action: 'Get Design Studio email translation',
			description: 'Get a translation of an email',
			route: 'GET /v1/design_studio/emails/{id}/languages/{language}',
			fields: [defaultEmailId, language],
			output: item('email_translation'),
		}),
		update: operation({
			name: 'Update',
			action: 'Update Design Studio email translation',
			description: 'Change a translation of an email',
			route: 'PUT /v1/design_studio/emails/{id}/languages/{language}',
			fields: [defaultEmailId, language, ...emailFields],
			checks: [requiresChange],
			output: done,
		}),
		delete: operation({
			name: 'Delete',
			action: 'Delete Design Studio email translation',
			description: 'Delete a translation of an email',
			route: 'DELETE /v1/design_studio/emails/{id}/languages/{language}',
			fields: [defaultEmailId, language],
			output: deleted,
		}),
	},
};
