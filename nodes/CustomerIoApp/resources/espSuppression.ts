import { options, string } from '../../shared/schema/fieldBuilders';
import { cursor, deleted, item, list, offsets } from '../../shared/schema/output';
import { operation, type Resource } from '../../shared/schema/operation';

const MAX_PAGE = 1000;

const suppressionType = options(
	'suppression_type',
	'Why the email provider suppresses the address',
	[
		{ name: 'Blocks', value: 'blocks' },
		{ name: 'Bounces', value: 'bounces' },
		{ name: 'Invalid Emails', value: 'invalid_emails' },
		{ name: 'Spam Reports', value: 'spam_reports' },
	],
);

const emailAddress = string('email_address', 'The email address', {
	format: 'email',
	placeholder: 'ada@example.com',
});

const onlyEmail = string('email', 'Only this email address', {
	format: 'email',
	placeholder: 'ada@example.com',
});

/** @see https://docs.customer.io/integrations/api/app/#tag/esp-suppression */
export const espSuppression: Resource = {
	name: 'espSuppression',
	displayName: 'ESP Suppression',
	description: 'Addresses to which the email provider does not send',
	operations: {
		search: operation({
			name: 'Search by Email',
			action: 'Search ESP suppressions by email',
			description: 'Find whether and why an address is suppressed',
			route: 'GET /v1/esp/search_suppression/{email_address}',
			fields: [emailAddress],
			// The reason stands once, beside the list.
			output: list('suppressions', { includeFromRoot: 'category' }),
		}),
		getAll: operation({
			name: 'Get by Type',
			action: 'Get ESP suppressions by type',
			description: 'Get the addresses that are suppressed for one reason',
			route: 'GET /v1/esp/suppression/{suppression_type}',
			fields: [
				suppressionType,
				string('domain', 'Only addresses suppressed for this sending domain', {
					placeholder: 'mail.example.com',
				}),
				onlyEmail,
			],
			output: list('suppressions', { pagination: offsets(MAX_PAGE) }),
		}),
		getByDomain: operation({
			name: 'Get by Domain',
			action: 'Get ESP suppressions by domain',
			description:
				'Get the addresses that are suppressed for one reason on one sending domain. Faster for long lists.',
			route: 'GET /v1/esp/domains/{domain_name}/suppression/{suppression_type}',
			fields: [
				string('domain_name', 'The sending domain', { placeholder: 'mail.example.com' }),
				suppressionType,
				onlyEmail,
			],
			output: list('suppressions', { pagination: cursor({ maxSize: MAX_PAGE }) }),
		}),
		create: operation({
			name: 'Create',
			action: 'Create ESP suppression',
			description: 'Let the email provider suppress an address. Customer.io itself does not.',
			route: 'POST /v1/esp/suppression/{suppression_type}/{email_address}',
			idempotent: true,
			fields: [suppressionType, emailAddress],
			output: item(),
		}),
		delete: operation({
			name: 'Delete',
			action: 'Delete ESP suppression',
			description: 'Let the email provider send to an address again',
			route: 'DELETE /v1/esp/suppression/{suppression_type}/{email_address}',
			fields: [suppressionType, emailAddress],
			output: deleted,
		}),
	},
};
