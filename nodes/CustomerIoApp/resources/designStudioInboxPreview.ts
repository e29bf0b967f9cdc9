import {
	boolean,
	json,
	resourceLocator,
	resourceLocators,
	options,
	string,
} from '../../shared/schema/fieldBuilders';
import { cursor, file, item, list } from '../../shared/schema/output';
import { operation, type Resource } from '../../shared/schema/operation';
import { emailId } from '../fields/designStudio';
import {
	designStudioEmail,
	inboxPreview,
	inboxPreviewClient,
} from '../../shared/catalog/contentLocators';
import { isWaiting, waitForCompletion } from '../fields/completion';

const MAX_CLIENTS = 150;
const MAX_NAME_CHARACTERS = 191;
const MAX_SAMPLE_BYTES = 128 * 1024;
const MAX_PAGE = 200;

const runId = resourceLocator('run_id', inboxPreview, 'The inbox preview of the email');

/** @see https://docs.customer.io/integrations/api/app/#tag/design-studio-emails */
export const designStudioInboxPreview: Resource = {
	name: 'designStudioInboxPreview',
	displayName: 'Design Studio Inbox Preview',
	description: 'Screenshots of an email in mail programs',
	operations: {
		create: operation({
			name: 'Create',
			action: 'Create Design Studio inbox preview',
			description:
				'Take screenshots of an email in mail programs. Each costs a credit, but the same ones only once a day.',
			route: 'POST /v1/design_studio/emails/{id}/inbox_previews',
			idempotent: true,
			fields: [
				emailId,
				resourceLocators('client_ids', inboxPreviewClient, {
					required: true,
					maxItems: MAX_CLIENTS,
				}),
				string('name', 'Name of the preview', { maxLength: MAX_NAME_CHARACTERS }),
				json(
					'sample_data',
					'Values for Liquid as JSON: {"customer": {"first_name": "Ada"}}',
					'object',
					{
						displayName: 'Sample Data (JSON)',
						maxBytes: MAX_SAMPLE_BYTES,
					},
				),
				boolean('lax_mode', 'Whether to render unknown variables as blank', { default: true }),
				waitForCompletion,
			],
			poll: {
				when: isWaiting,
				label: 'Inbox preview',
				idKey: 'run_id',
				route: 'GET /v1/design_studio/emails/{id}/inbox_previews/{run_id}',
				done: { key: 'is_processed', in: [true] },
				includeFirstResponse: true,
				progressKey: 'total_previews_ready',
				resumeHint: 'Read its state with Design Studio Inbox Preview > Get and the ID {id}.',
			},
			output: item(),
		}),
		get: operation({
			name: 'Get',
			action: 'Get Design Studio inbox preview',
			description: 'Get the state of an inbox preview and of its screenshots',
			route: 'GET /v1/design_studio/emails/{id}/inbox_previews/{run_id}',
			fields: [emailId, runId],
			output: item(),
		}),
		getCapture: operation({
			name: 'Get Screenshot',
			action: 'Get screenshot of Design Studio inbox preview',
			description: 'Download one screenshot as binary data',
			route: 'GET /v1/design_studio/emails/{id}/inbox_previews/{run_id}/captures/{client_id}',
			fields: [
				emailId,
				runId,
				resourceLocator('client_id', inboxPreviewClient, 'The mail program'),
				options(
					'variant',
					'Which image',
					[
						{ name: 'Full Thumbnail', value: 'full_thumbnail' },
						{ name: 'Screenshot', value: 'screenshot' },
						{ name: 'Thumbnail', value: 'thumbnail' },
					],
					{ default: 'screenshot' },
				),
				string('key', 'Which of several screenshots', { default: 'default' }),
			],
			output: file,
		}),
		getJobs: operation({
			name: 'Get Many',
			action: 'Get many Design Studio inbox previews',
			description: 'Get the inbox previews of the account, newest first',
			route: 'GET /v1/design_studio/inbox_previews/jobs',
			fields: [
				resourceLocator('node_id', designStudioEmail, 'Only previews of this email', {
					displayName: 'Email',
				}),
			],
			output: list('preview_jobs', {
				pagination: cursor({
					parameter: 'cursor',
					next: 'meta.pagination.next_cursor',
					maxSize: MAX_PAGE,
				}),
			}),
		}),
		getClients: operation({
			name: 'Get Clients',
			action: 'Get clients for Design Studio inbox previews',
			description: 'Get the mail programs of which screenshots can be taken',
			route: 'GET /v1/design_studio/inbox_previews/clients',
			output: list('clients'),
		}),
		getCredits: operation({
			name: 'Get Credits',
			action: 'Get credits for Design Studio inbox previews',
			description: 'Get how many screenshots can still be taken',
			route: 'GET /v1/design_studio/inbox_previews/credits',
			output: list('credits'),
		}),
	},
};
