import { describeResources } from '../shared/description/describeNode';
import { resources } from './resources';

/** Evaluated by the build, which writes the result in place of this module. */
export const properties = describeResources(resources);
