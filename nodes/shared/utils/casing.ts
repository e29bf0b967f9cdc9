/** Words with a fixed spelling in display names. */
const SPELLINGS: { readonly [word: string]: string } = {
	amp: 'AMP',
	api: 'API',
	bcc: 'BCC',
	cc: 'CC',
	cio: 'Customer.io',
	css: 'CSS',
	esp: 'ESP',
	html: 'HTML',
	id: 'ID',
	ids: 'IDs',
	json: 'JSON',
	sms: 'SMS',
	to: 'to',
	// The API's name of the channel, after one provider.
	twilio: 'SMS',
	url: 'URL',
	whatasapp: 'WhatsApp',
	whatsapp: 'WhatsApp',
};

/** `transactional_message_id` → `transactionalMessageId` */
export function camelCase(apiName: string): string {
	return apiName.replace(/[_-]+(.)/g, (_match, letter: string) => letter.toUpperCase());
}

/** `delivered` → `Delivered`. */
export function capitalize(word: string): string {
	return word.charAt(0).toUpperCase() + word.slice(1);
}

/** `transactional_message_id` or `transactionalMessageId` → `Transactional Message ID`. */
export function titleCase(apiName: string): string {
	const words = apiName
		.replace(/([a-z0-9])([A-Z])/g, '$1_$2')
		.toLowerCase()
		.split(/[_\-. ]+/);
	return words
		.map((word, position) => {
			const spelling = SPELLINGS[word];
			const isEdge = position === 0 || position === words.length - 1;
			if (spelling !== undefined && !(word === 'to' && isEdge)) return spelling;
			return capitalize(word);
		})
		.join(' ');
}

/** `Asset Folder` → `an asset folder`, within a sentence. */
export function withArticle(label: string): string {
	const words = label.toLowerCase().replace('design studio', 'Design Studio');
	return `${/^[aeiou]/.test(words) ? 'an' : 'a'} ${words}`;
}

/**
 * Whether a description says more than the name next to it: "ID of a segment" does not next to
 * "Segment ID", nor "Name of the segment" next to "Name" in a form about a segment.
 */
export function addsInformation(description: string, name: string): boolean {
	const inName = wordsOf(name);
	const added = wordsOf(description).filter((word) => !inName.includes(word) && !FILLERS.has(word));
	return added.length > 1 || (added.length === 1 && !isNameOf(description, name));
}

const FILLERS = new Set(['', 'a', 'an', 'for', 'in', 'of', 'the']);

const wordsOf = (text: string) =>
	text.toLowerCase().replaceAll('.', ' ').replaceAll(',', ' ').split(' ');

function isNameOf(text: string, name: string): boolean {
	return /^ of (the|an?) \S+$/.test(text.slice(name.length)) && text.startsWith(name);
}

interface Named {
	readonly name: string;
	readonly displayName?: string;
}

/** In the alphabetical order of the names that the editor shows; case does not matter. */
export function sortedByName<T extends Named>(entries: readonly T[]): T[] {
	const key = ({ name, displayName = name }: T) => displayName.toLowerCase();
	return [...entries].sort((a, b) => (key(a) === key(b) ? 0 : key(a) < key(b) ? -1 : 1));
}
