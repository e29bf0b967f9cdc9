import type { Resource } from '../../matrix/vocabulary';
import { person } from './person';

/** What the Pipelines node offers; n8n sorts the resources by name. */
export const resources: readonly Resource[] = [person];
