import { ok } from '../handler.ts';
import type { Handler } from '../handler.ts';
import type { JsonObject } from '../types.ts';
import { exampleItem, store } from './generic.ts';

const upload: Handler = (call) => {
	const { file } = call.parts.files;
	const { name, parent_folder_id: folder } = call.parts.fields;
	const shownName = name ?? file?.filename ?? 'file';
	const id = call.state.nextId++;
	const created: JsonObject = {
		...exampleItem(call),
		id,
		name: shownName,
		parent_folder_id: folder === undefined ? null : Number(folder),
		path: `https://userimg-assets.customeriomail.com/images/${id}/${encodeURIComponent(shownName)}`,
		size: file?.data.length ?? 0,
		created: call.now,
		updated: call.now,
	};
	(call.state.stored.asset ??= [exampleItem(call)]).push(created);
	return ok({ asset: created });
};

export const asset: Record<string, Handler> = { ...store('asset', { idParam: 'id' }), upload };
