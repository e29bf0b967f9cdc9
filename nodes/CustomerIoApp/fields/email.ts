import { flag, text } from '../../matrix/fields';
import type { Field, Json } from '../../matrix/vocabulary';
import { bodyAmp } from './content';
import {
	attachedFiles,
	autoCreate,
	delivery,
	headers,
	MOST_RECIPIENTS,
	sendToUnsubscribed,
	tracked,
} from './message';

/** An email to one person. */

export const subject = text('subject', 'Subject of the email', { placeholder: 'Your receipt' });
export const from = text(
	'from',
	"A verified address. Without it, the message's or the workspace's own.",
	{ placeholder: 'Ada Shop <shop@example.com>' },
);
export const body = text('body', 'Content of the email as HTML', { rows: 5, editor: 'htmlEditor' });

export const email: readonly Field[] = [
	attachedFiles,
	text('bcc', 'Addresses that get a blind copy, separated by commas', {
		placeholder: 'archive@example.com',
		check: atMostRecipients,
	}),
	bodyAmp,
	text('body_plain', 'Content as plain text, for mail programs that show no HTML', {
		displayName: 'Body (Plain Text)',
		rows: 3,
	}),
	text('cc', 'Addresses that get a copy, separated by commas', {
		placeholder: 'sales@example.com',
		check: atMostRecipients,
	}),
	flag('disable_css_preprocessing', 'Whether to send the HTML without inlining its CSS', {
		displayName: 'Disable CSS Preprocessing',
		default: true,
	}),
	flag('fake_bcc', 'Whether the blind copies say in their subject for whom the email was', {
		displayName: 'Fake BCC',
		default: true,
	}),
	headers,
	text('preheader', 'Text that is shown behind the subject'),
	text('reply_to', 'Address to which answers go', { placeholder: 'help@example.com' }),
	tracked,
	sendToUnsubscribed,
	autoCreate,
	...delivery,
];

export function atMostRecipients(value: Json): string | undefined {
	const count = String(value).match(/@/g)?.length ?? 0;
	return count > MOST_RECIPIENTS
		? `must have at most ${MOST_RECIPIENTS} recipients, but has ${count}`
		: undefined;
}
