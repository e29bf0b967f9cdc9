import { readdirSync, readFileSync } from 'node:fs';

import { PAGE, withDiagrams } from '../../tools/docs/exampleDiagrams.ts';

const page = readFileSync(PAGE, 'utf8');

describe('the diagrams of the examples', () => {
	it('show the workflows as they are', () => {
		// When this fails: npm run docs
		expect(withDiagrams(page)).toBe(page);
	});

	it('are there for every example', () => {
		const files = readdirSync('examples').filter((file) => file.endsWith('.json'));
		const missing = files.filter(
			(file) => !page.includes(`** ([${file}](${file}))\n\n\`\`\`mermaid`),
		);
		expect(missing).toEqual([]);
	});
});
