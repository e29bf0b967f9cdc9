import { ok } from '../handler.ts';
import type { Handler } from '../handler.ts';
import { isObject } from '../types.ts';
import { store } from './generic.ts';

const stored = store('import', { idParam: 'import_id' });

const create: Handler = (call) => {
	// The generic store would start an import as its example ends: already imported.
	const response = stored.create?.(call) ?? ok({});
	const made = isObject(response.body) ? response.body.import : undefined;
	if (!isObject(made)) return response;
	const rows = made.rows_to_import;
	Object.assign(made, { state: 'preprocessing', rows_to_import: 0, rows_imported: 0 });
	const initial = { import: { ...made } };
	const step = (state: string, done: () => void): void =>
		call.world.later(call.world.workMs / 2, () => {
			Object.assign(made, { state, rows_to_import: rows });
			done();
		});
	step('importing', () => step('imported', () => Object.assign(made, { rows_imported: rows })));
	return ok(initial);
};

const imports: Record<string, Handler> = { ...stored, create };
export { imports };
