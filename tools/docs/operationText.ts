/** Describes one operation. */
import { fieldPlacements, parseRoute } from '../../nodes/shared/schema/placement.ts';
import { sortedByName, addsInformation } from '../../nodes/shared/utils/casing.ts';
import type { Output } from '../../nodes/shared/schema/output.ts';
import type { VariantField, Field } from '../../nodes/shared/schema/fields.ts';
import type { Operation } from '../../nodes/shared/schema/operation.ts';
import { fieldKey } from './fieldKey.ts';
import { collectionTitle, isAsked, isNeeded, takes, type AskedField } from './fieldWords.ts';
import { bullets, plain, sentence, type Bullets } from './markdown.ts';

/** What the description needs in addition to the operation. */
export interface Around {
	readonly limit: string;
	/** URL of Customer.io's documentation. */
	readonly page: string;
	/** Fields that are described on the page of the node. */
	readonly common?: { readonly fields: ReadonlySet<string>; readonly link: string };
}

/** A section with the name of the operation as heading. */
export function operationText(operation: Operation, around: Around): string[] {
	const { name, description } = operation;
	return [
		`## ${plain(name)}`,
		'',
		sentence(description),
		'',
		`${isAnyRoute(operation.route) ? 'Any route' : `\`${operation.route}\``} · ${around.limit} · [Customer.io's documentation](${around.page})`,
		'',
		`**Gives** ${gives(operation)}`,
		'',
		...fieldsText(operation, around.common),
		'',
	];
}

/** Whether the user enters the route. */
export function isAnyRoute(route: string): boolean {
	return route.endsWith('/v1/');
}

/** The output of an operation, and the options for it. */
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
		return [`_${field.displayName}_ ${[...says, ...makesWait].join(', and ')}.`];
	});
}

/** The variant that a field depends on, and the option that must be selected. */
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
	const operationKeys = new Set(keys.values());
	const isCommon =
		common !== undefined &&
		common.fields.size > 0 &&
		[...common.fields].every((key) => operationKeys.has(key));
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

/** Merges fields that several options of a variant have into one entry. */
function collectionLines(entries: readonly Collected[]): string[] {
	const lines = new Map<string, Condition[]>();
	const sorted = sortedByName(
		entries.map((entry) => ({ ...entry, name: entry.field.displayName })),
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
			conditions.filter((other) => other.choice === choice).length ===
			Object.keys(choice.options).length,
	);
	if (isAlways) return '';
	const names = conditions.map(({ choice, option }) => plain(choice.options[option]?.name ?? ''));
	return ` Only with _${names.join('_ or _')}_.`;
}

/** "**Name** (required): text. Name of the segment." */
export function fieldLine(field: AskedField, required: boolean): string {
	const title = field.displayName;
	const name = `**${plain(title)}**${required ? ' (required)' : ''}`;
	const isMore = addsInformation(field.description, title);
	return `${name}: ${plain(takes(field))}.${isMore ? ` ${sentence(field.description)}` : ''}`;
}

function nameOf({ fields }: Operation, name: string): string {
	const field = fields.find((candidate) => candidate.name === name);
	return field === undefined ? name : `_${plain(field.displayName)}_`;
}
