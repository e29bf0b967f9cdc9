import { maxBodyBytes } from '../../shared/schema/requestChecks';
import { boolean, string } from '../../shared/schema/fieldBuilders';
import { InputError } from '../../shared/utils/errors';
import type { Field } from '../../shared/schema/fields';
import type { RequestCheck } from '../../shared/schema/operation';
import type { JsonObject } from '../../shared/utils/json';
import { bodyAmp } from './content';
import {
	attachedFiles,
	autoCreate,
	delivery,
	headers,
	MAX_RECIPIENTS,
	sendToUnsubscribed,
	tracked,
} from './message';

/** An email to one person. */

const MAX_CONTENT_BYTES = 1024 * 1024;

export const subject = string('subject', 'Subject of the email', { placeholder: 'Your receipt' });
export const from = string(
	'from',
	"A verified address. Without it, the message's or the workspace's own.",
	{ placeholder: 'Ada Shop <shop@example.com>' },
);
export const body = string('body', 'Content of the email as HTML', {
	rows: 5,
	editor: 'htmlEditor',
});

export const email: readonly Field[] = [
	attachedFiles,
	string('bcc', 'Addresses that get a blind copy, separated by commas', {
		placeholder: 'archive@example.com',
	}),
	bodyAmp,
	string('body_plain', 'Content as plain text, for mail programs that show no HTML', {
		displayName: 'Body (Plain Text)',
		rows: 3,
	}),
	string('cc', 'Addresses that get a copy, separated by commas', {
		placeholder: 'sales@example.com',
	}),
	boolean('disable_css_preprocessing', 'Whether to send the HTML without inlining its CSS', {
		displayName: 'Disable CSS Preprocessing',
		default: true,
	}),
	boolean('fake_bcc', 'Whether BCC copies show the original recipient in the subject', {
		displayName: 'Fake BCC',
		default: true,
	}),
	headers,
	string('preheader', 'Text that is shown behind the subject'),
	string('reply_to', 'Address to which answers go', { placeholder: 'help@example.com' }),
	tracked,
	sendToUnsubscribed,
	autoCreate,
	...delivery,
];

/**
 * The maximum of recipients applies to all three fields together. The maximum size applies to the
 * content: files have a separate limit.
 */
export const emailChecks: readonly RequestCheck[] = [
	({ body: sent }) => {
		const { to, cc, bcc } = sent as JsonObject;
		const count = `${String(to)} ${String(cc)} ${String(bcc)}`.match(/@/g)?.length ?? 0;
		return count > MAX_RECIPIENTS
			? new InputError(
					'To, CC and BCC',
					`must have at most ${MAX_RECIPIENTS} recipients together, but have ${count}`,
					'Send the message to the others with items of their own.',
				)
			: undefined;
	},
	(request) => {
		const content = { ...(request.body as JsonObject) };
		delete content.attachments;
		return maxBodyBytes(MAX_CONTENT_BYTES)({ ...request, body: content });
	},
];
