import { csvItems } from '../../shared/response/csv';
import { isArchive } from '../../shared/response/binaryFile';
import type { PostReceive, PostReceiveContext, Result } from '../../shared/schema/postReceive';
import { valueAt, type JsonObject } from '../../shared/utils/json';

/** The started or finished export, its file, or its rows. */
export const exportResult: PostReceive = async (context) => {
	const { exportResult: choice } = context.request.settings;
	const { items, job } = context;
	const json = context.simplify(job ?? items[0] ?? {});
	if (job === undefined || choice === 'done') return [{ json }];
	const url = valueAt(await context.get(`/v1/exports/${String(job.id)}/download`), 'url');
	return await download(context, String(url), json, choice === 'rows');
};

/** The link to a finished export, its file, or its rows. */
export const linkResult: PostReceive = async (context) => {
	const { linkResult: choice } = context.request.settings;
	const [link = {}] = context.items;
	if (choice === 'link') return [{ json: link }];
	return await download(context, String(link.url), { ...context.request.ids }, choice === 'rows');
};

/** The file of an export as binary data, or the rows of a CSV as items; an archive stays a file. */
async function download(
	context: PostReceiveContext,
	url: string,
	json: JsonObject,
	asRows: boolean,
): Promise<Result[]> {
	if (!asRows) {
		const file = await context.save(url);
		return [{ json: { ...json, fileName: file.fileName }, file }];
	}
	const file = await context.download(url);
	const { data } = file;
	if (!Buffer.isBuffer(data) || isArchive(data)) {
		return [{ json: { ...json, fileName: file.fileName }, file }];
	}
	return csvItems(data.toString('utf8')).map((row) => ({ json: row }));
}
