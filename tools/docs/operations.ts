/** Writes `docs/operations.md`: `npm run docs`. */
import { writeFileSync } from 'node:fs';

import { operationsPage, PAGE } from './operationsPage.ts';

writeFileSync(PAGE, await operationsPage());
console.log(`Written to ${PAGE}`);
