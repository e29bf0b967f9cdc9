import { ok } from '../handler.ts';
import type { Handler } from '../handler.ts';
import { isObject } from '../types.ts';
import { store } from './generic.ts';

const stored = store('import', { idParam: 'import_id' });

const create: Handler = (call) => {
	// The generic store would create a finished import, because the example is one.
	const response = stored.create?.(call) ?? ok({});
	const job = isObject(response.body) ? response.body.import : undefined;
	if (!isObject(job)) return response;
	const rows = job.rows_to_import;
	Object.assign(job, { state: 'preprocessing', rows_to_import: 0, rows_imported: 0 });
	const initial = { import: { ...job } };
	const step = (state: string, done: () => void): void =>
		call.world.later(call.world.workMs / 2, () => {
			Object.assign(job, { state, rows_to_import: rows });
			done();
		});
	step('importing', () => step('imported', () => Object.assign(job, { rows_imported: rows })));
	return ok(initial);
};

const imports: Record<string, Handler> = { ...stored, create };
export { imports };
