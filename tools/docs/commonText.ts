/** Describes the fields that most operations of a node share once per node. */
import type { INodeProperties } from 'n8n-workflow';

import { fieldPlacements } from '../../nodes/shared/schema/placement.ts';
import { sortedByName } from '../../nodes/shared/utils/casing.ts';
import { describeRequestOptions } from '../../nodes/shared/description/requestOptions.ts';
import type { Resource } from '../../nodes/shared/schema/operation.ts';
import { fieldKey } from './fieldKey.ts';
import { collectionTitle, isAsked, type AskedField } from './fieldWords.ts';
import { bullets, folded, plain, plainHtml, sentence } from './markdown.ts';
import { fieldLine } from './operationText.ts';

interface CommonField {
	readonly key: string;
	readonly field: AskedField;
	readonly collection: string;
}

/** The optional fields that more than half of a node's operations have. */
export function commonFields(resources: readonly Resource[]): CommonField[] {
	const operations = resources.flatMap((resource) => Object.values(resource.operations));
	const counted = new Map<string, CommonField & { count: number }>();
	for (const { field, collection } of operations.flatMap(fieldPlacements)) {
		if (collection === undefined || !isAsked(field)) continue;
		const key = fieldKey(field, collection);
		const entry = counted.get(key) ?? { key, field, collection, count: 0 };
		entry.count += 1;
		counted.set(key, entry);
	}
	return [...counted.values()].filter(({ count }) => count > operations.length / 2);
}

export function commonText(common: readonly CommonField[]): string[] {
	const collections = new Map<string, AskedField[]>();
	for (const { field, collection } of common) {
		collections.set(collection, [...(collections.get(collection) ?? []), field]);
	}
	return [...collections].flatMap(([name, fields]) => {
		const lines = sortedByName(fields.map((field) => ({ name: fieldLine(field, false) }))).map(
			({ name }) => name,
		);
		return folded(
			`Under <b>${plainHtml(collectionTitle(name))}</b>: ${lines.length} fields`,
			bullets(lines),
		);
	});
}

/** The entries of "Options", which most operations have. */
export function optionsText(resources: readonly Resource[]): string[] {
	const options = new Map<string, string>();
	for (const operation of resources.flatMap((resource) => Object.values(resource.operations))) {
		for (const option of (describeRequestOptions(operation, []).options ??
			[]) as INodeProperties[]) {
			options.set(option.displayName, option.description ?? '');
		}
	}
	const lines = sortedByName(
		[...options].map(([name, description]) => ({ name, description })),
	).map(({ name, description }) => `**${plain(name)}**: ${sentence(description)}`);
	return ['Under _Options_, as far as an operation can use them:', '', ...bullets(lines), ''];
}
