import { requiresChange } from '../../shared/schema/requestChecks';
import {
	variant,
	constant,
	boolean,
	json,
	resourceLocator,
	number,
	keyValue,
	options,
	string,
} from '../../shared/schema/fieldBuilders';
import { deleted, done, item, list, pages } from '../../shared/schema/output';
import type { Option } from '../../shared/schema/fields';
import { operation, type Resource } from '../../shared/schema/operation';
import {
	defaultEmailId,
	emailFields,
	emailId,
	listFilters,
	name,
	parentFolderId,
} from '../fields/designStudio';
import { newsletter } from '../../shared/catalog/messagingLocators';
import { MAX_PAGE, transactionalMessageById } from '../../shared/catalog/contentLocators';
import { isWaiting, waitForCompletion } from '../fields/completion';

const YES_OR_NO: readonly Option[] = [
	{ name: 'Any', value: 'any' },
	{ name: 'No', value: 'false' },
	{ name: 'Yes', value: 'true' },
];

const isTemplate = boolean('is_template', 'Whether the email is a template for others', {
	default: true,
});

const sample = (name: string, displayName: string) =>
	json(name, 'Values for Liquid as JSON', 'object', { displayName: `${displayName} (JSON)` });

const inTarget = { bodyPath: 'target' } as const;

const EMAIL_KEYS = [
	'id',
	'name',
	'is_template',
	'is_linked',
	'available_languages',
	'parent_folder_id',
	'created',
	'updated',
	'content',
] as const;

const emailOutput = item('email', { simplify: EMAIL_KEYS });

/** @see https://docs.customer.io/integrations/api/app/#tag/design-studio-emails */
export const designStudioEmail: Resource = {
	name: 'designStudioEmail',
	displayName: 'Design Studio Email',
	description: 'Emails written in Design Studio',
	operations: {
		getAll: operation({
			name: 'Get Many',
			action: 'Get many Design Studio emails',
			description: 'Get a list of emails of Design Studio, without their content',
			route: 'GET /v1/design_studio/emails',
			fields: [
				...listFilters,
				options('has_translations', 'Whether the email is translated', YES_OR_NO),
				options('is_linked', 'Whether the email is linked to a message', YES_OR_NO),
				options('is_template', 'Whether the email is a template', YES_OR_NO),
			],
			output: list('emails', { pagination: pages(MAX_PAGE), simplify: EMAIL_KEYS }),
		}),
		create: operation({
			name: 'Create',
			action: 'Create Design Studio email',
			description: 'Create an email in Design Studio',
			route: 'POST /v1/design_studio/emails',
			unordered: true,
			fields: [{ ...name, required: true }, parentFolderId, isTemplate, ...emailFields],
			output: emailOutput,
		}),
		get: operation({
			name: 'Get',
			action: 'Get Design Studio email',
			description: 'Get an email of Design Studio with its content',
			route: 'GET /v1/design_studio/emails/{id}',
			fields: [emailId],
			output: emailOutput,
		}),
		update: operation({
			name: 'Update',
			action: 'Update Design Studio email',
			description:
				'Change an email of Design Studio. What it is linked to changes when it is published.',
			route: 'PUT /v1/design_studio/emails/{id}',
			fields: [emailId, name, parentFolderId, isTemplate, ...emailFields],
			checks: [requiresChange],
			output: done,
		}),
		delete: operation({
			name: 'Delete',
			action: 'Delete Design Studio email',
			description: 'Delete an email of Design Studio',
			route: 'DELETE /v1/design_studio/emails/{id}',
			fields: [emailId],
			output: deleted,
		}),
		link: operation({
			name: 'Link to Message',
			action: 'Link Design Studio email to message',
			description:
				'Make an email the content of a newsletter, an action or a transactional message',
			route: 'POST /v1/design_studio/emails/{id}/link',
			fields: [
				defaultEmailId,
				variant(
					'target_type',
					'What to link the email to',
					{
						campaignAction: {
							name: 'Action',
							description: 'An action of a campaign or broadcast',
							fields: [
								constant('type', 'campaign_action', inTarget),
								number('action_id', 'ID of the action', { ...inTarget, required: true, min: 1 }),
							],
						},
						newsletter: {
							name: 'Newsletter',
							description: 'A newsletter',
							fields: [
								constant('type', 'newsletter', inTarget),
								resourceLocator('newsletter_id', newsletter, 'The newsletter', {
									...inTarget,
									required: true,
								}),
							],
						},
						transactional: {
							name: 'Transactional Message',
							description: 'A transactional message',
							fields: [
								constant('type', 'transactional_message', inTarget),
								resourceLocator(
									'transactional_message_id',
									transactionalMessageById,
									'The transactional message',
									{ ...inTarget, required: true },
								),
							],
						},
					},
					{ displayName: 'Link To' },
				),
				boolean('force', 'Whether to replace the Design Studio content that is linked already', {
					default: true,
				}),
			],
			output: item(),
		}),
		publish: operation({
			name: 'Publish',
			action: 'Publish Design Studio email',
			description: 'Bring an email and its translations into the message to which it is linked',
			route: 'POST /v1/design_studio/emails/{id}/publish',
			fields: [defaultEmailId, waitForCompletion],
			// Customer.io often publishes at once; only a pending publish has an ID.
			poll: {
				when: isWaiting,
				label: 'Publish',
				idKey: 'publish_id',
				route: 'GET /v1/design_studio/emails/{id}/publish_status?publish_id={publish_id}',
				done: { key: 'status', notIn: ['pending'] },
				mayFinishAtOnce: true,
				failed: [{ key: 'status', in: ['failed', 'error'] }],
				// The error that publishing at once would have met.
				failsWith: [400, 409, 422],
				resumeHint: 'Read its state with Get Publish Status and the publish ID {id}.',
			},
			output: item(),
		}),
		getPublishStatus: operation({
			name: 'Get Publish Status',
			action: 'Get publish status of Design Studio email',
			description: 'Get the status of a pending publish',
			route: 'GET /v1/design_studio/emails/{id}/publish_status',
			fields: [
				defaultEmailId,
				string('publish_id', 'ID that Publish returned', { required: true, identifies: true }),
			],
			output: item(),
		}),
		getUnpublishedChanges: operation({
			name: 'Get Unpublished Changes',
			action: 'Get unpublished changes of Design Studio email',
			description: 'Get whether an email was changed since it was published',
			route: 'GET /v1/design_studio/emails/{id}/unpublished_changes',
			fields: [defaultEmailId],
			output: item(),
		}),
		render: operation({
			name: 'Render',
			action: 'Render Design Studio email',
			description: 'Get the HTML of an email with its Liquid as it is',
			route: 'GET /v1/design_studio/emails/{id}/render',
			fields: [emailId],
			output: item(),
		}),
		preview: operation({
			name: 'Preview',
			action: 'Preview Design Studio email',
			description: 'Get the HTML of an email with sample values, and the errors of its Liquid',
			route: 'POST /v1/design_studio/emails/{id}/preview',
			safe: true,
			fields: [
				emailId,
				keyValue('customer', 'Attributes of the person, used in the email as {{customer.name}}', {
					displayName: 'Person',
					topLevel: true,
				}),
				sample('event', 'Event'),
				sample('trigger', 'Trigger'),
				sample('campaign', 'Campaign'),
				sample('journey', 'Journey'),
				sample('message', 'Message'),
				sample('objects', 'Objects'),
				boolean('lax', 'Whether to render unknown variables as blank', { default: true }),
			],
			output: item(),
		}),
		review: operation({
			name: 'Review',
			action: 'Review Design Studio email',
			description: 'Get what could stop an email from being sent, or break rules',
			route: 'GET /v1/design_studio/emails/{id}/review',
			fields: [emailId],
			output: item(),
		}),
	},
};
