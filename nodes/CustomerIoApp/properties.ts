import { describeResources } from '../shared/description/describeNode';
import { resources } from './resources';
import { listSearch, loadOptions } from './run';

// Evaluated by the build, which writes the results in place of this module.
export const properties = describeResources(resources);
export const listSearchNames = Object.keys(listSearch);
export const loadOptionsNames = Object.keys(loadOptions);
