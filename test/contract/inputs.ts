/** Fills in the App node as a person would: every row that is seen, with what the ledger allows for it. */
import type { INodeProperties } from 'n8n-workflow';

import type { Operation } from '../../tools/sandbox/spec.ts';
import { NODE_ONLY, NOT_REQUIRED, RIVALS } from './exceptions.ts';
import { fieldOfRow, type LedgerField } from './specFields.ts';
import {
	entriesOf,
	isShown,
	optionsOf,
	switchesAmong,
	type Parameters,
} from '../../tools/docs/nodeProperties.ts';
import type { Rotation } from './rotation.ts';
import { valueOfRow, type Entered } from './propertyValues.ts';

export interface Subject {
	/** `segment.get` */
	readonly key: string;
	readonly operation: Operation;
	readonly fields: readonly LedgerField[];
	readonly rows: readonly INodeProperties[];
}

interface Wish {
	/** Everything, or only what is required. */
	readonly everything: boolean;
	/** Values of things that exist, by the ledger's names. */
	readonly ids: Readonly<Record<string, string>>;
	readonly rotation: Rotation;
	/** Give texts of the path what must be encoded, whether such a thing exists or not. */
	readonly awkward?: boolean;
}

export interface Inputs {
	readonly parameters: Parameters;
	/** What the request must hold. */
	readonly entered: readonly Entered[];
	/** What does not fit the ledger already. */
	readonly problems: readonly string[];
}

/** Rows that n8n marks when they are required and empty. */
const PLAIN = new Set(['string', 'number', 'dateTime', 'json', 'multiOptions', 'resourceLocator']);

/** Where a row stands. */
interface Place {
	readonly collection: string | undefined;
	readonly siblings: readonly INodeProperties[];
}

/** The parameters of one run. */
export function fillIn(subject: Subject, wish: Wish): Inputs {
	return new Filling(subject, wish).run();
}

class Filling {
	private readonly root: Parameters;
	private readonly parameters: Parameters = {};
	private readonly entered: Entered[] = [];
	private readonly problems: string[] = [];
	private readonly chosen = new Set<string>();
	private readonly switches: Set<string>;

	constructor(
		private readonly subject: Subject,
		private readonly wish: Wish,
	) {
		const [resource, operation] = subject.key.split('.');
		this.root = { resource, operation };
		this.switches = switchesAmong(subject.rows);
	}

	run(): Inputs {
		this.decide();
		const { rows } = this.subject;
		const place: Place = { collection: undefined, siblings: rows };
		const seen = rows.filter((row) => isShown(row, this.root, this.root));
		this.problems.push(...twice(seen));
		for (const row of seen) {
			if (this.switches.has(row.name)) continue;
			if (row.type === 'collection') this.fillCollection(row);
			else this.fillRow(row, place, this.parameters);
		}
		if (!this.wish.everything) this.changeSomething();
		const { parameters, entered, problems } = this;
		return { parameters, entered, problems };
	}

	/** Sets the rows that others depend on; one of them may show another. */
	private decide(): void {
		const { rows } = this.subject;
		for (const row of rows) this.root[row.name] ??= row.default;
		const decided = new Set<string>();
		let choices = '';
		for (;;) {
			const open = rows.find(
				(row) =>
					this.switches.has(row.name) &&
					!decided.has(row.name) &&
					isShown(row, this.root, this.root),
			);
			if (open === undefined) break;
			decided.add(open.name);
			if (this.wish.everything && !(open.name in NODE_ONLY)) {
				const values = optionsOf(open).map(({ value }) => String(value));
				// Every choice meets every other; how a map or a filter is entered matters to itself alone.
				const isManner = open.name.endsWith('Input');
				const about = isManner ? open.name : `${choices}${open.name}`;
				const value = this.wish.rotation.choose(about, values, true);
				if (!isManner) choices += `${open.name}=${value} `;
				this.root[open.name] = value;
				this.parameters[open.name] = value;
			}
			this.chosen.add(String(this.root[open.name]));
		}
		if (this.wish.everything) {
			for (const { name } of rows) {
				if (NODE_ONLY[name] === undefined) continue;
				this.root[name] = NODE_ONLY[name];
				this.parameters[name] = NODE_ONLY[name];
			}
		}
	}

	private fillCollection(collection: INodeProperties): void {
		const values: Parameters = {};
		const siblings = entriesOf(collection).filter((entry) => isShown(entry, values, this.root));
		this.problems.push(...twice(siblings).map((problem) => `${problem} in ${collection.name}`));
		const leftOut = this.rivalsAmong(siblings);
		for (const entry of siblings) {
			if (leftOut.has(entry.name)) continue;
			const name = `${collection.name}.${entry.name}`;
			if (name in NODE_ONLY) {
				const value = this.wish.everything ? NODE_ONLY[name] : undefined;
				if (value !== undefined) values[entry.name] = value;
				continue;
			}
			this.fillRow(entry, { collection: collection.name, siblings }, values);
		}
		if (Object.keys(values).length > 0) this.parameters[collection.name] = values;
	}

	/** All but one of the rows that exclude each other. */
	private rivalsAmong(rows: readonly INodeProperties[]): Set<string> {
		const names = new Set(rows.map(({ name }) => name));
		const rivals = RIVALS.filter((pair) => pair.every((name) => names.has(name)));
		return new Set(
			rivals.map(([one, other]) =>
				this.wish.rotation.choose(`${one}|${other}`, [one, other], true) === one ? other : one,
			),
		);
	}

	private fillRow(row: INodeProperties, place: Place, into: Parameters): void {
		if (row.name in NODE_ONLY) return;
		const twin = place.siblings.find(({ name }) => row.name === `${name}Match`);
		if (twin !== undefined) {
			// How the conditions of a filter are joined, which is a part of the filter.
			const joins = optionsOf(row).map(({ value }) => String(value));
			if (this.wish.everything) into[row.name] = this.wish.rotation.choose(row.name, joins, false);
			return;
		}
		const found = this.fieldOf(row, place);
		if (found === undefined) {
			this.problems.push(`row ${nameIn(place, row.name)} has no field in the ledger`);
			return;
		}
		const isRequired = row.required === true || found.required;
		// JSON is never empty.
		const isJson = place.siblings.some(({ name }) => row.name === `${name}Json`);
		const isMarked = row.required === true || isJson || !PLAIN.has(row.type);
		const name = nameIn(place, row.name);
		const isExcepted = NOT_REQUIRED.has(name) || NOT_REQUIRED.has(`${this.subject.key}.${name}`);
		if (found.required && !isMarked && !isExcepted) {
			this.problems.push(`row ${name} is not marked as required`);
		}
		if (this.wish.everything || isRequired) this.enter(row, place, found, into);
	}

	private enter(row: INodeProperties, place: Place, found: LedgerField, into: Parameters): void {
		const { value, entered, problems } = valueOfRow(row, found, {
			...this.wish,
			name: nameIn(place, row.name),
			twin: place.siblings.find(({ name }) => row.name === `${name}Json`),
			inCollection: place.collection !== undefined,
			fieldOf: (inner, within, collection) =>
				fieldOfRow(this.subject.fields, {
					operation: this.subject.key,
					name: inner.name,
					collection,
					within,
					chosen: this.chosen,
				}),
		});
		into[row.name] = value;
		this.entered.push(...entered);
		this.problems.push(...problems);
	}

	private fieldOf(row: INodeProperties, { collection, siblings }: Place): LedgerField | undefined {
		const { fields, key: operation } = this.subject;
		const place = { operation, collection, chosen: this.chosen };
		// "Headers (JSON)" is another way to say "Headers".
		const twin = siblings.find(({ name }) => row.name === `${name}Json`);
		return (
			fieldOfRow(fields, { ...place, name: row.name }) ??
			(twin === undefined ? undefined : fieldOfRow(fields, { ...place, name: twin.name }))
		);
	}

	/** An update without any change is refused, so the least is one change. */
	private changeSomething(): void {
		const { operation, rows } = this.subject;
		if (operation.method !== 'PUT' || operation.body === null) return;
		if (this.entered.some(({ place }) => place === 'body')) return;
		for (const collection of rows.filter(({ type }) => type === 'collection')) {
			if (!isShown(collection, this.root, this.root) || collection.name === 'options') continue;
			const siblings = entriesOf(collection).filter((entry) => isShown(entry, {}, this.root));
			const place = { collection: collection.name, siblings };
			for (const entry of siblings) {
				const found = this.fieldOf(entry, place);
				if (found === undefined || found.field.origin !== undefined) continue;
				const values: Parameters = {};
				this.enter(entry, place, found, values);
				this.parameters[collection.name] = values;
				return;
			}
		}
	}
}

function nameIn({ collection }: Place, name: string): string {
	return collection === undefined ? name : `${collection}.${name}`;
}

/** n8n keeps one value for a name, so no two rows of it may be seen. */
function twice(rows: readonly INodeProperties[]): string[] {
	const names = rows.map(({ name }) => name);
	const repeated = names.filter((name, index) => names.indexOf(name) !== index);
	return repeated.map((name) => `row ${name} is seen twice`);
}
