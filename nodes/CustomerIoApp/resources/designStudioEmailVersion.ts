import { resourceLocator, string, dateTime } from '../../shared/schema/fieldBuilders';
import { deleted, item, list } from '../../shared/schema/output';
import { operation, type Resource } from '../../shared/schema/operation';
import { emailId } from '../fields/designStudio';
import { designStudioVersion } from '../../shared/catalog/contentLocators';

const MAX_NAME_CHARACTERS = 100;

const versionId = resourceLocator('version_id', designStudioVersion, 'The version');

/** @see https://docs.customer.io/integrations/api/app/#tag/design-studio-emails */
export const designStudioEmailVersion: Resource = {
	name: 'designStudioEmailVersion',
	displayName: 'Design Studio Email Version',
	description: 'Saved states of an email',
	operations: {
		getAll: operation({
			name: 'Get Many',
			action: 'Get many Design Studio email versions',
			description: 'Get the saved versions of an email',
			route: 'GET /v1/design_studio/emails/{id}/versions',
			fields: [
				emailId,
				dateTime('start_date', 'Only versions saved at or after this time', {
					displayName: 'Saved After',
				}),
				dateTime('end_date', 'Only versions saved before this time', {
					displayName: 'Saved Before',
					notBefore: 'start_date',
				}),
			],
			output: list('versions'),
		}),
		create: operation({
			name: 'Create',
			action: 'Create Design Studio email version',
			description:
				'Save the current state of an email as a version. Without a change since the last one, that one is returned.',
			route: 'POST /v1/design_studio/emails/{id}/versions',
			idempotent: true,
			fields: [
				emailId,
				string('name', 'Name of the version', {
					required: true,
					maxLength: MAX_NAME_CHARACTERS,
					placeholder: 'Before the redesign',
				}),
				string('description', 'What is special about the version'),
			],
			output: item('version'),
		}),
		get: operation({
			name: 'Get',
			action: 'Get Design Studio email version',
			description: 'Get a version of an email with its content',
			route: 'GET /v1/design_studio/emails/{id}/versions/{version_id}',
			fields: [emailId, versionId],
			output: item(),
		}),
		delete: operation({
			name: 'Delete',
			action: 'Delete Design Studio email version',
			description: 'Delete a version of an email. Those made by publishing cannot be deleted.',
			route: 'DELETE /v1/design_studio/emails/{id}/versions/{version_id}',
			fields: [emailId, versionId],
			output: deleted,
		}),
		restore: operation({
			name: 'Restore',
			action: 'Restore Design Studio email version',
			description: 'Make a version the current draft of its email',
			route: 'POST /v1/design_studio/emails/{id}/versions/{version_id}/restore',
			fields: [emailId, versionId],
			output: item(),
		}),
	},
};
