/** One operation as the page describes it. */
import { fieldPlacements, parseRoute } from '../../nodes/shared/schema/placement.ts';
import { displayName, sortedByName, addsInformation } from '../../nodes/shared/utils/casing.ts';
import type { Output } from '../../nodes/shared/schema/output.ts';
import type { VariantField, Field, Operation } from '../../nodes/shared/schema/vocabulary.ts';
import { fieldKey } from './fieldKey.ts';
import { collectionTitle, isAsked, isNeeded, takes, type AskedField } from './fieldWords.ts';
import { bullets, folded, plain, plainHtml, sentence, type Bullets } from './markdown.ts';

/** What is said of an operation beside what its own entry in the matrix holds. */
export interface Around {
	readonly limit: string;
	/** Customer.io's page about it. */
	readonly page: string;
	/** Fields that are described elsewhere on the page, under this heading. */
	readonly common?: { readonly fields: ReadonlySet<string>; readonly link: string };
}

/** A line to be opened: what the operation does, and behind it how. */
export function operationText(operation: Operation, around: Around): string[] {
	const { name, description } = operation;
	return folded(`<b>${plainHtml(name)}</b>: ${plainHtml(description)}`, [
		`${isAnyRoute(operation.route) ? 'Any route' : `\`${operation.route}\``} · ${around.limit} · [Customer.io's documentation](${around.page})`,
		'',
		`**Gives** ${gives(operation)}`,
		'',
		...fieldsText(operation, around.common),
	]);
}

/** Whether the person says the route. */
export function isAnyRoute(route: string): boolean {
	return route.endsWith('/v1/');
}

/** What comes out of an operation, and what the person can say about that. */
function gives(operation: Operation): string {
	const { output } = operation;
	return [outputWords(output), ...switches(output), ...waits(operation)].join(' ');
}

function outputWords(output: Output): string {
	switch (output.kind) {
		case 'list': {
			const entry =
				output.rootProperty === undefined ? 'entry' : `entry of \`${output.rootProperty}\``;
			const howMany = output.whole === true ? '.' : '; _Return All_ or _Limit_ says how many.';
			return `one item per ${entry}${howMany}`;
		}
		case 'item':
			return output.rootProperty === undefined
				? 'one item.'
				: `one item, the \`${output.rootProperty}\`.`;
		case 'file':
			return 'one item with the file as binary data.';
		case 'deleted':
			return 'one item with `deleted: true`.';
		case 'done':
			return 'one item with `success: true`.';
	}
}

function switches(output: Output): string[] {
	const words: string[] = [];
	if ('simplify' in output && output.simplify !== undefined) {
		const keys = output.simplify.map((key) => `\`${key}\``).join(', ');
		words.push(`_Simplify_ keeps ${keys}.`);
	}
	if ('metrics' in output && output.metrics === true) {
		words.push('_Split Into Periods_ makes it one item per period.');
	}
	return words;
}

/** An operation that goes on after the answer has a choice that says so. */
function waits({ poll, postReceive, fields }: Operation): string[] {
	if (poll === undefined && postReceive === undefined) return [];
	return fields.flatMap((field) => {
		if (field.type !== 'variant' || !/^(wait|.*_result$)/.test(field.name)) return [];
		const canWait = Object.values(field.options).some(({ fields: below }) =>
			below.some(({ name }) => name === 'wait_seconds'),
		);
		const says = field.name.endsWith('_result') ? ['says what'] : [];
		const makesWait = canWait ? ['can make it wait until the work is done'] : [];
		return [`_${displayName(field)}_ ${[...says, ...makesWait].join(', and ')}.`];
	});
}

/** The choice that a field depends on, and what must be chosen. */
interface Condition {
	readonly choice: VariantField;
	readonly option: string;
}

interface Collected {
	readonly field: AskedField;
	readonly condition: Condition | undefined;
}

function fieldsText(operation: Operation, common: Around['common']): string[] {
	const placed = fieldPlacements(operation);
	const places = new Map(placed.map(({ field, collection }) => [field, collection]));
	const keys = new Map(placed.map(({ field, collection }) => [field, fieldKey(field, collection)]));
	const own = new Set(keys.values());
	const isCommon =
		common !== undefined &&
		common.fields.size > 0 &&
		[...common.fields].every((key) => own.has(key));
	const asked = operation.fields.filter(
		(field) => !(isCommon && common.fields.has(keys.get(field) ?? '')),
	);
	const inPath = parseRoute(operation).parameters;
	const collections = new Map<string, Collected[]>();

	const list = (fields: readonly Field[], condition?: Condition): Bullets =>
		fields.filter(isAsked).flatMap((field): Bullets => {
			const collection = places.get(field);
			if (collection !== undefined) {
				const entries = collections.get(collection) ?? [];
				collections.set(collection, [...entries, { field, condition }]);
				return [];
			}
			const head = fieldLine(field, isNeeded(field) || inPath.has(field.name));
			return field.type === 'variant' ? [{ head, below: optionLines(field) }] : [head];
		});
	const optionLines = (choice: VariantField): Bullets =>
		Object.entries(choice.options).map(([value, { name, description, fields }], position) => ({
			head: `_${plain(name)}_${position === 0 ? ' (default)' : ''}: ${sentence(description)}`,
			below: list(fields, { choice, option: value }),
		}));

	const alone = list(asked);
	const grouped = [...collections].map(([name, entries]) => ({
		head: `_${collectionTitle(name)}_, each if needed:`,
		below: collectionLines(entries),
	}));
	const lines = bullets([...alone, ...grouped]);
	const alternatives = (operation.checks ?? []).flatMap(({ atLeastOneOf = [] }) => atLeastOneOf);
	// Those of a variant are listed with it.
	const oneOf = alternatives
		.filter((field) => operation.fields.includes(field))
		.map(({ name }) => nameOf(operation, name));
	return [
		...(lines.length === 0 ? ['No fields.'] : lines),
		'',
		...(oneOf.length === 0 ? [] : [`At least one of ${oneOf.join(', ')} is needed.`, '']),
		...(isCommon ? [`Also: ${common.link}.`] : []),
	];
}

/** A field that several options of a choice offer is one entry of the collection. */
function collectionLines(entries: readonly Collected[]): string[] {
	const lines = new Map<string, Condition[]>();
	const sorted = sortedByName(
		entries.map((entry) => ({ ...entry, name: displayName(entry.field) })),
	);
	for (const { field, condition } of sorted) {
		const line = fieldLine(field, isNeeded(field));
		const conditions = lines.get(line) ?? [];
		lines.set(line, condition === undefined ? conditions : [...conditions, condition]);
	}
	return [...lines].map(([line, conditions]) => `${line}${onlyWith(conditions)}`);
}

function onlyWith(conditions: readonly Condition[]): string {
	const isAlways = conditions.every(
		({ choice }) =>
			conditions.filter((one) => one.choice === choice).length ===
			Object.keys(choice.options).length,
	);
	if (isAlways) return '';
	const names = conditions.map(({ choice, option }) => plain(choice.options[option]?.name ?? ''));
	return ` Only with _${names.join('_ or _')}_.`;
}

/** "**Name** (required): text. Name of the segment." */
export function fieldLine(field: AskedField, required: boolean): string {
	const title = displayName(field);
	const name = `**${plain(title)}**${required ? ' (required)' : ''}`;
	const isMore = addsInformation(field.description, title);
	return `${name}: ${plain(takes(field))}.${isMore ? ` ${sentence(field.description)}` : ''}`;
}

function nameOf({ fields }: Operation, name: string): string {
	const field = fields.find((one) => one.name === name);
	return field === undefined ? name : `_${plain(displayName(field))}_`;
}
