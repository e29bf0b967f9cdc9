import type { Field } from '../schema/vocabulary';

/** Words that keep their own capitals in what a person reads. */
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

/** Names of the matrix that were converted: each is asked for again with every item. */
const converted = new Map<string, string>();

/** `transactional_message_id` → `transactionalMessageId`: the parameter's name in saved workflows. */
export function camelCase(apiName: string): string {
	let name = converted.get(apiName);
	if (name === undefined) {
		name = apiName.replace(/[_-]+(.)/g, (_, letter: string) => letter.toUpperCase());
		converted.set(apiName, name);
	}
	return name;
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
export function withArticle(thing: string): string {
	const words = thing.toLowerCase().replace('design studio', 'Design Studio');
	return `${/^[aeiou]/.test(words) ? 'an' : 'a'} ${words}`;
}

/** The name under which n8n keeps the field's value. */
export function parameterName(field: Field): string {
	return field.parameter ?? camelCase(field.name);
}

/** The field as the editor shows it: what an error message must call it. */
export function displayName(field: Field): string {
	if (field.displayName !== undefined) return field.displayName;
	return field.type === 'resourceLocator' ? field.locator.label : titleCase(field.name);
}

const FILLERS = new Set(['', 'a', 'an', 'for', 'in', 'of', 'the']);

const words = (text: string) =>
	text.toLowerCase().replaceAll('.', ' ').replaceAll(',', ' ').split(' ');

/**
 * Whether a text tells more than a name beside it: neither "ID of a segment" beside "Segment ID" nor
 * "Name of the segment" beside "Name", in a form that is about a segment.
 */
export function addsInformation(text: string, name: string): boolean {
	const said = words(name);
	let unsaid = 0;
	for (const word of words(text)) {
		if (said.includes(word) || FILLERS.has(word)) continue;
		unsaid += 1;
		if (unsaid > 1) return true;
	}
	return unsaid === 1 && !isNameOf(text, name);
}

function isNameOf(text: string, name: string): boolean {
	return /^ of (the|an?) \S+$/.test(text.slice(name.length)) && text.startsWith(name);
}

/** What the editor lists: the name that it shows is the display name, where there is one. */
interface Listed {
	readonly name: string;
	readonly displayName?: string;
}

/**
 * Things in the alphabetical order of the names that the editor shows, which are our own, in plain
 * ASCII; the case does not matter. The collation of the language would do the same, and cost a
 * quarter of the time to load the nodes.
 */
export function sortedByName<T extends Listed>(things: readonly T[]): T[] {
	return things
		.map((thing) => ({ thing, name: (thing.displayName ?? thing.name).toLowerCase() }))
		.sort((a, b) => (a.name === b.name ? 0 : a.name < b.name ? -1 : 1))
		.map(({ thing }) => thing);
}
