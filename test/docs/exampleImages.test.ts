import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';

import { IMAGES, pictures } from '../../tools/docs/exampleImages.ts';

describe('the pictures of the examples', () => {
	it('show the workflows as they are', () => {
		// When this fails: npm run docs
		const kept = readdirSync(IMAGES).map((file) => path.join(IMAGES, file));
		expect(new Map(kept.map((file) => [file, readFileSync(file, 'utf8')]))).toEqual(pictures());
	});

	it('are all on their page', () => {
		const page = readFileSync('examples/README.md', 'utf8');
		const missing = [...pictures().keys()].filter(
			(file) => !page.includes(`(${path.relative('examples', file)})`),
		);
		expect(missing).toEqual([]);
	});
});
