import { globSync, readFileSync } from 'node:fs';

/**
 * Terms that the project once used in a meaning of its own, and what is used instead. What the nodes'
 * texts say to users is covered by `test/description`.
 */
const TERMS: ReadonlyArray<readonly [pattern: RegExp, instead: string]> = [
	[/\bmatri(x|ces)\b/i, 'operation schema, resources'],
	[/\bvocabular(y|ies)\b/i, 'schema'],
	[/\bledgers?\b/i, 'spec'],
	[/\b(in|of) the house\b|\bhouse (style|rules)\b/i, 'architecture'],
	[/\blanes?\b/i, 'queue, concurrency key'],
	[/\bcarri(ed|es) out\b|\bcarry(ing)? out\b|carriedOut/i, 'succeeded, processed'],
	[/\bperhaps|\bperhaps[A-Z]/i, 'may have succeeded, ambiguous'],
	[/\bgoesOn\b|\bwayOut\b|\btaboo\b|\bstandIns?\b|\bcontenders?\b|\bCourier\b/, 'see CONTRIBUTING'],
	[/\bgenuine\b|\bforg(ed|ery|er)\b/i, 'valid, invalid'],
	[/\bMOST_|\bLONGEST_|\bLEAST_|\bLARGEST_/, 'MAX_, MIN_'],
	[/\banew\b/i, 'again'],
];

const FILES = globSync('{nodes,credentials,tools,test}/**/*.{ts,js,cjs,mjs}', {
	exclude: (name) => /node_modules/.test(name),
}).filter(
	(file) =>
		!/node_modules/.test(file) &&
		// The latter quotes n8n's own messages.
		!['test/docs/terms.test.ts', 'test/engine/credentials.test.ts'].includes(file),
);

/** The uses of a term, as `file:line: text`. */
function usesOf(pattern: RegExp): string[] {
	return FILES.flatMap((file) =>
		readFileSync(file, 'utf8')
			.split('\n')
			.flatMap((text, index) =>
				pattern.test(text) ? [`${file}:${index + 1}: ${text.trim()}`] : [],
			),
	);
}

test.each(TERMS)('the code does not say %s', (pattern) => {
	expect(usesOf(pattern)).toEqual([]);
});
