/** Mistakes in a call of Pipelines: `typeErrors.test.ts` checks that each is the compile error in its comment. */
import { call } from '../../nodes/CustomerIoPipelines/fields/common.ts';
import { requiredUserId, userId } from '../../nodes/CustomerIoPipelines/fields/identity.ts';
import { string } from '../../nodes/shared/schema/fieldBuilders.ts';
import { atLeastOneOf } from '../../nodes/shared/schema/requestChecks.ts';
import { item } from '../../nodes/shared/schema/output.ts';

const words = { name: 'Track', action: 'Track event', description: 'Record an event' };
const route = 'POST /v1/track';
const fields = [userId, string('anonymousId', 'Anonymous ID')] as const;

call({ ...words, route, fields, checks: [atLeastOneOf(...fields)] });

// @ts-expect-error 2820: Did you mean '"POST /v1/track"'?
call({ ...words, route: 'POST /v1/tracks', fields });
// @ts-expect-error 2820: Type '"POST /v1/{type}"' is not assignable
call({ ...words, route: 'POST /v1/{type}', fields });
// @ts-expect-error 2820: Type '"GET /v1/track"' is not assignable
call({ ...words, route: 'GET /v1/track', fields });
// @ts-expect-error 2345: Argument of type 'string' is not assignable to parameter of type 'Field'
call({ ...words, route, fields, checks: [atLeastOneOf('userID')] });
// @ts-expect-error 2322: is not assignable to type 'RequestCheck'
call({ ...words, route, fields: [requiredUserId], checks: [requiredUserId] });
// @ts-expect-error 2345: Property 'fields' is missing
call({ ...words, route });
// @ts-expect-error 2345: Property 'name' is missing
call({ action: 'Track event', description: 'Record an event', route, fields });
// @ts-expect-error 2353: 'output' does not exist in type
call({ ...words, route, fields, output: item() });
// @ts-expect-error 2353: 'idempotent' does not exist in type
call({ ...words, route, fields, idempotent: false });
