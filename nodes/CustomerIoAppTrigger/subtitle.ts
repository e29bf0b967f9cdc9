/**
 * The text below the node's name: "Email Sent", "All Email Events", "Email Sent + 2 more".
 *
 * Runs in the editor as the text of an expression: it cannot refer to anything outside of this
 * function, and must not contain two closing braces in a row, which end an expression.
 */
function subtitleOf(chosen: unknown): string {
	const values = (Array.isArray(chosen) ? chosen : [chosen]).map((value) => String(value ?? ''));
	const nameOf = (value: string) =>
		value
			.replace('in_app', 'In-App')
			.replace('sms', 'SMS')
			.replace('whatsapp', 'WhatsApp')
			.replace(/^(.*)_\*$/, 'All $1 Events')
			.replace(/^all$/, 'All Events')
			.replace(/(^|_| )([a-z])/g, (_, before: string, letter: string) => {
				return `${before === '' ? '' : ' '}${letter.toUpperCase()}`;
			});
	if (values.includes('all')) return nameOf('all');
	const first = nameOf(values[0] ?? '');
	return values.length > 1 ? `${first} + ${values.length - 1} more` : first;
}

export const subtitle = `={{ (${String(subtitleOf)})($parameter["events"]) }}`;
