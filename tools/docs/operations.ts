/** Writes `docs/operations/`: `npm run docs`. */
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';

import { FOLDER, operationsPages } from './operationsPage.ts';

const pages = await operationsPages();
// Without the pages of resources that no longer exist.
rmSync(FOLDER, { recursive: true, force: true });
mkdirSync(FOLDER);
for (const [file, text] of pages) writeFileSync(path.join(FOLDER, file), text);
console.log(`${pages.size} pages written to ${FOLDER}`);
