import type { INodeProperties } from 'n8n-workflow';

const texts = new WeakMap<INodeProperties, string>();

/** A row or entry as JSON: what makes two of them the same. Rows that operations share are written once. */
export function propertyKey(row: INodeProperties): string {
	let text = texts.get(row);
	if (text === undefined) {
		text = JSON.stringify(row);
		texts.set(row, text);
	}
	return text;
}
