/** Mistakes in an operation or a resource: `typeErrors.test.ts` checks that each is the compile error in its comment. */
import { resourceLocator, keyValue, string } from '../../nodes/shared/schema/fieldBuilders.ts';
import { item, list } from '../../nodes/shared/schema/output.ts';
import type { Field, Locator } from '../../nodes/shared/schema/fields.ts';
import { operation, type Resource } from '../../nodes/shared/schema/operation.ts';

declare const segments: Locator;
declare const manyFields: readonly Field[];
const takes = <T>(_: T): void => undefined;

const words = { name: 'Get', action: 'Get segment', description: 'Get a segment' };
const route = 'GET /v1/segments/{segment_id}';
const output = item('segment');
const segmentId = resourceLocator('segment_id', segments, 'The segment');
const right = operation({ ...words, route, fields: [...manyFields, segmentId], output });

// The path names a field that is missing, is spelt differently, is inside a list, or is not a single value.
// @ts-expect-error 2345: required in type '{ readonly pathNeedsField: "segment_id"; }'
operation({ ...words, route, output });
// @ts-expect-error 2345: required in type '{ readonly pathNeedsField: "segment_id"; }'
operation({ ...words, route, fields: [string('segmentId', 'The segment')], output });
// @ts-expect-error 2345: required in type '{ readonly pathNeedsField: "segment_id"; }'
operation({ ...words, route, fields: manyFields, output });
// @ts-expect-error 2345: required in type '{ readonly pathNeedsField: "segment_id"; }'
operation({ ...words, route, fields: [keyValue('segment_id', 'The segment')], output });
// @ts-expect-error 2345: required in type '{ readonly pathNeedsField: "part"; }'
operation({ ...words, route: 'GET /v1/{segment_id}/{part}', fields: [segmentId], output });

// An invalid route.
// @ts-expect-error 2322: Type '"PATCH /v1/segments"' is not assignable
operation({ ...words, route: 'PATCH /v1/segments', output });
// @ts-expect-error 2322: Type '"GET /segments"' is not assignable
operation({ ...words, route: 'GET /segments', output });

// A required property is missing.
const { name: _name, ...withoutName } = words;
const { action: _action, ...withoutAction } = words;
const { description: _description, ...withoutDescription } = words;
// @ts-expect-error 2345: Property 'name' is missing
operation({ ...withoutName, route: 'GET /v1/segments', output });
// @ts-expect-error 2345: Property 'action' is missing
operation({ ...withoutAction, route: 'GET /v1/segments', output });
// @ts-expect-error 2345: Property 'description' is missing
operation({ ...withoutDescription, route: 'GET /v1/segments', output });
// @ts-expect-error 2345: Property 'route' is missing
operation({ ...words, output });
// @ts-expect-error 2345: Property 'output' is missing
operation({ ...words, route: 'GET /v1/segments' });

// A property has the wrong type.
// @ts-expect-error 2561: 'unsafe' does not exist in type
operation({ ...words, route: 'GET /v1/segments', output, unsafe: true });
// @ts-expect-error 2322: Type '"lines"' is not assignable
operation({ ...words, route: 'GET /v1/segments', output: { kind: 'lines' } });
// @ts-expect-error 2322: is not assignable to type 'Output'
operation({ ...words, route: 'GET /v1/segments', output: list });
// @ts-expect-error 2322: Type 'string' is not assignable to type 'Field'
operation({ ...words, route: 'GET /v1/segments', fields: ['segment_id'], output });
// @ts-expect-error 2740: is missing the following properties from type 'readonly Field[]'
operation({ ...words, route: 'GET /v1/segments', fields: segmentId, output });
// @ts-expect-error 2820: Did you mean '"string"'?
takes<Field>({ type: 'strings', name: 'segment_id', description: 'The segment' });
// @ts-expect-error 2322: Type 'string' is not assignable to type 'InputError'
operation({ ...words, route: 'GET /v1/segments', checks: [() => 'too much'], output });
// @ts-expect-error 2322: is not assignable to type 'PostReceive'
operation({ ...words, route: 'GET /v1/segments', postReceive: ({ items }) => items, output });
// @ts-expect-error 2322: Type 'string' is not assignable
operation({ ...words, route: 'GET /v1/segments', idempotent: 'yes', output });

takes<Resource>({ name: 'segment', displayName: 'Segment', operations: { get: right } });
// @ts-expect-error 2345: Property 'displayName' is missing
takes<Resource>({ name: 'segment', operations: { get: right } });
// @ts-expect-error 2322: Type 'Operation[]' is not assignable
takes<Resource>({ name: 'segment', displayName: 'Segment', operations: [right] });
// @ts-expect-error 2741: Property 'output' is missing
takes<Resource['operations']>({ get: { ...words, route, fields: [] } });
