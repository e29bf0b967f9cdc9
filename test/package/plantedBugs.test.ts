/** The edits of `npm run test:planted` fit the sources: each finds its place once. */
import { readFileSync } from 'node:fs';
import path from 'node:path';

import { bugs } from '../../tools/fuzz/bugs.ts';

const root = path.join(__dirname, '..', '..');
const edits = bugs.flatMap(({ kind, description, edits: ofBug }) =>
	ofBug.map((edit) => ({ ...edit, name: `${kind}: ${description}` })),
);

test.each(edits)('$name', ({ file, from, to }) => {
	const parts = readFileSync(path.join(root, file), 'utf8').split(from);
	expect(parts).toHaveLength(2);
	expect(to).not.toBe(from);
});
