/** How n8n writes names and sentences in its editor. Each function returns the problem, if any. */

/** Always written like this. */
const acronyms = new Map(
	[
		...['AI', 'AMP', 'API', 'BCC', 'CC', 'CSS', 'CSV', 'CTA', 'DKIM', 'DNS', 'ESP', 'EU', 'FCM'],
		...['GMT', 'HMAC', 'HTML', 'HTTP', 'HTTPS', 'ID', 'IDs', 'IP', 'ISO', 'JSON', 'MJML', 'MMS'],
		...['PDF', 'PNG', 'SHA', 'SMS', 'SMTP', 'SSL', 'SVG', 'TLS', 'TTL', 'UI', 'URI', 'URL', 'URLs'],
		...['US', 'UTC', 'UTM', 'UUID', 'XML', 'YAML'],
	].map((word) => [word.toLowerCase(), word]),
);

/** Ordinary words in running text that happen to be spelled like an acronym. */
const alsoWords = new Set(['us']);

/** Never capitalised in the middle of a name. */
const small = new Set('a an and as at but by for nor of or the to vs'.split(' '));
/** Either case, because they may be the adverb of a verb ("Opt In") or longer than n8n's list. */
const either = new Set(
	'from if in into is it on only over per than that up upon via when while with without'.split(' '),
);

/** Proper names keep their capitals inside a sentence. */
const properNouns =
	/\b(Customer\.io|Design Studio|App|Pipelines|Journeys|Slack|WhatsApp|Facebook|Android|Apple|Google|Parcel|Liquid|Shopify|Salesforce|Unix|Excel|Return All)\b/g;

const bare = (word: string) => word.replace(/^[("'“‘[]+|[)"'”’,:;.?!\]]+$/g, '');

/** Looks like code or data rather than a word: has a dot, digit, underscore or inner capital. */
const isCode = (word: string) => /[._/@\\{}<>=0-9]|[a-z][A-Z]/.test(word);

export function titleCaseProblem(name: string): string | undefined {
	const words = name.split(/\s+/).filter((word) => /[A-Za-z]/.test(word));
	for (const [index, raw] of words.entries()) {
		const word = bare(raw);
		if (word === '') continue;
		const acronym = acronyms.get(word.toLowerCase());
		if (acronym !== undefined && acronym !== word) return `"${word}" should be "${acronym}"`;
		if (acronym !== undefined || isCode(word)) continue;
		const lower = word.toLowerCase();
		const edge = index === 0 || index === words.length - 1 || raw.startsWith('(');
		if (!edge && either.has(lower)) continue;
		if (!edge && small.has(lower)) {
			if (word !== lower) return `"${word}" should be "${lower}"`;
		} else if (!/^[A-Z]/.test(word)) {
			return `"${word}" should start with a capital`;
		}
	}
	return undefined;
}

/** "Get many segments": one capital, no article, no full stop. */
export function sentenceCaseProblem(text: string): string | undefined {
	if (!/^[A-Z]/.test(text)) return 'does not start with a capital';
	if (text.endsWith('.')) return 'ends with a full stop';
	const article = /\b(a|an|the)\b/i.exec(text);
	if (article !== null) return `has the article "${article[0]}"`;
	for (const [index, raw] of text.replace(properNouns, 'x').split(/\s+/).entries()) {
		const word = bare(raw);
		const acronym = acronyms.get(word.toLowerCase());
		if (acronym !== undefined) {
			if (acronym !== word) return `"${word}" should be "${acronym}"`;
		} else if (index > 0 && word !== word.toLowerCase() && !isCode(word)) {
			return `"${word}" should not have a capital`;
		}
	}
	return undefined;
}

/** Sentences of a description; abbreviations and code do not end one. */
export function sentenceCount(text: string): number {
	const plain = text
		.replace(/<[^>]*>/g, '')
		.replace(/\b(e\.g|i\.e|etc|vs)\./gi, '$1')
		.replace(/Customer\.io/g, 'Customerio');
	return plain.split(/[.!?]["'”)]*\s+(?=\S)/).length;
}

/** Phrases that are right word for word, and that a native speaker would not write in an editor. */
const UNIDIOMATIC =
	/what became of|\bwhom\b|\bany ?more\b|^most \w+ (to|that|per)\b|instead of the \w+'s own|\b(leav|left|leave)\w* out\b|\bonly what\b|\bgo(es)? on\b|\bby itself\b|\bstand-in\b|\bturned o(n|ff)\b|address that gets|\bbeside it\b|has to be\b|how to say\b/i;

export function descriptionProblem(text: string): string | undefined {
	if (text.trim() === '') return 'is empty';
	if (text !== text.trim()) return 'has white space around it';
	if (/\s{2,}|[\r\n\t]/.test(text)) return 'has more than one white space between words';
	if (/^[a-z]/.test(text) && !isCode(text.split(' ')[0] ?? '')) return 'starts in lower case';
	const plain = text.replace(/<[^>]*>/g, '');
	const [phrase] = UNIDIOMATIC.exec(plain) ?? [];
	if (phrase !== undefined) return `has "${phrase}"`;
	const count = sentenceCount(text);
	const stops = /\.$/.test(plain) && !/\b(e\.g|etc)\.$/.test(plain);
	if (count === 1 && stops) return 'is one sentence and ends with a full stop';
	if (count > 1 && !/[.!?]$/.test(plain)) return `has ${count} sentences and no final full stop`;
	return acronymProblem(plain);
}

/** "id" in running text; names of fields in quotes, backticks or dotted paths are code. */
function acronymProblem(text: string): string | undefined {
	const prose = text.replace(/https?:\S+/g, '').replace(/`[^`]*`|"[^"]*"|“[^”]*”|\{[^}]*\}/g, '');
	for (const raw of prose.split(/[\s/]+/)) {
		const word = bare(raw);
		const acronym = acronyms.get(word.toLowerCase());
		if (acronym === undefined || acronym === word || alsoWords.has(word)) continue;
		return `"${word}" should be "${acronym}"`;
	}
	return undefined;
}

const singularOf = (word: string) =>
	word === 'people'
		? 'person'
		: word
				.replace(/ies$/, 'y')
				.replace(/(?<=(s|x|ch))es$/, '')
				.replace(/(?<!s)s$/, '');

/** Returns the words in lower case and singular, to match names in a sentence. */
function stems(text: string): string[] {
	return text
		.toLowerCase()
		.split(/[^a-z0-9.]+/)
		.filter((word) => word !== '')
		.map(singularOf);
}

/** Whether the text contains the words next to each other. */
export function contains(text: string, phrase: string): boolean {
	return ` ${stems(text).join(' ')} `.includes(` ${stems(phrase).join(' ')} `);
}

/** Whether the text contains a word of the phrase: "Send transactional email" for a transactional message. */
export function sharesWord(text: string, phrase: string): boolean {
	const words = stems(text);
	return stems(phrase).some((word) => words.includes(word));
}
