/** The matrix of the built package, and the words that its own modules have for it. */
import { createRequire } from 'node:module';
import path from 'node:path';

import type { PickOption, Resource } from '../../nodes/matrix/vocabulary.ts';

const load = createRequire(path.join(process.cwd(), 'package.json'));
/** The module that was built of `nodes/NAME.ts`. */
const built = (name: string): unknown => load(`./dist/nodes/${name}.js`);

type Resources = { resources: readonly Resource[] };

export const appResources = (built('CustomerIoApp/resources/index') as Resources).resources;
export const pipelinesResources = (built('CustomerIoPipelines/resources/index') as Resources)
	.resources;

export const { displayName, inAlphabet, saysMore, titleCase } = built(
	'matrix/names',
) as typeof import('../../nodes/matrix/names.ts');

export const { placeFields, routeOf } = built(
	'matrix/layout',
) as typeof import('../../nodes/matrix/layout.ts');

export const { optionsRow } = built(
	'matrix/options',
) as typeof import('../../nodes/matrix/options.ts');

export const { limitFor } = built(
	'transport/limits',
) as typeof import('../../nodes/transport/limits.ts');

export const { triggerEventOptions } = built('CustomerIoAppTrigger/events') as {
	triggerEventOptions: readonly PickOption[];
};

export const { properties: triggerProperties } = built(
	'CustomerIoAppTrigger/properties',
) as typeof import('../../nodes/CustomerIoAppTrigger/properties.ts');
