/** Fills in the App node as a user would: every visible property gets a value that the API spec allows. */
import type { INodeProperties } from 'n8n-workflow';

import type { Operation } from '../../tools/sandbox/spec.ts';
import { NODE_ONLY, NOT_REQUIRED, RIVALS } from './exceptions.ts';
import { fieldOfProperty, type SpecField } from './specFields.ts';
import {
	entriesOf,
	isShown,
	optionsOf,
	switchesAmong,
	type Parameters,
} from '../../tools/docs/nodeProperties.ts';
import type { Rotation } from './rotation.ts';
import { valueOfProperty, type Entered } from './propertyValues.ts';

export interface Subject {
	/** `segment.get` */
	readonly key: string;
	readonly operation: Operation;
	readonly fields: readonly SpecField[];
	readonly properties: readonly INodeProperties[];
}

interface FillOptions {
	/** Also fills in what is not required. */
	readonly includeOptional: boolean;
	/** IDs that exist in the sandbox, by the spec's names. */
	readonly ids: Readonly<Record<string, string>>;
	readonly rotation: Rotation;
	/** Fills string path parameters with characters that must be encoded, whether or not such an ID exists. */
	readonly awkward?: boolean;
}

export interface Inputs {
	readonly parameters: Parameters;
	/** Values that the request must contain. */
	readonly entered: readonly Entered[];
	/** Mismatches with the API spec found while filling in. */
	readonly problems: readonly string[];
}

/** Types of properties that n8n highlights when they are required and empty. */
const PLAIN = new Set(['string', 'number', 'dateTime', 'json', 'multiOptions', 'resourceLocator']);

/** Where a property is. */
interface Place {
	readonly collection: string | undefined;
	readonly siblings: readonly INodeProperties[];
}

/** Returns the parameters of one run. */
export function fillIn(subject: Subject, options: FillOptions): Inputs {
	return new Filling(subject, options).run();
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
		private readonly options: FillOptions,
	) {
		const [resource, operation] = subject.key.split('.');
		this.root = { resource, operation };
		this.switches = switchesAmong(subject.properties);
	}

	run(): Inputs {
		this.decide();
		const { properties } = this.subject;
		const place: Place = { collection: undefined, siblings: properties };
		const visible = properties.filter((property) => isShown(property, this.root, this.root));
		this.problems.push(...duplicateNames(visible));
		for (const property of visible) {
			// A notice has no value.
			if (this.switches.has(property.name) || property.type === 'notice') continue;
			if (property.type === 'collection') this.fillCollection(property);
			else this.fillProperty(property, place, this.parameters);
		}
		if (!this.options.includeOptional) this.makeOneChange();
		const { parameters, entered, problems } = this;
		return { parameters, entered, problems };
	}

	/** Sets the properties that others depend on; one of them may reveal another. */
	private decide(): void {
		const { properties } = this.subject;
		for (const property of properties) this.root[property.name] ??= property.default;
		const decided = new Set<string>();
		let choices = '';
		for (;;) {
			const nextSwitch = properties.find(
				(property) =>
					this.switches.has(property.name) &&
					!decided.has(property.name) &&
					isShown(property, this.root, this.root),
			);
			if (nextSwitch === undefined) break;
			decided.add(nextSwitch.name);
			if (this.options.includeOptional && !(nextSwitch.name in NODE_ONLY)) {
				const values = optionsOf(nextSwitch).map(({ value }) => String(value));
				// Choices are combined with each other, but the input mode of a map or filter affects only itself.
				const isInputMode = nextSwitch.name.endsWith('Input');
				const about = isInputMode ? nextSwitch.name : `${choices}${nextSwitch.name}`;
				const value = this.options.rotation.choose(about, values, true);
				if (!isInputMode) choices += `${nextSwitch.name}=${value} `;
				this.root[nextSwitch.name] = value;
				this.parameters[nextSwitch.name] = value;
			}
			this.chosen.add(String(this.root[nextSwitch.name]));
		}
		if (this.options.includeOptional) {
			for (const { name } of properties) {
				if (NODE_ONLY[name] === undefined) continue;
				this.root[name] = NODE_ONLY[name];
				this.parameters[name] = NODE_ONLY[name];
			}
		}
	}

	private fillCollection(collection: INodeProperties): void {
		const values: Parameters = {};
		const siblings = entriesOf(collection).filter((entry) => isShown(entry, values, this.root));
		this.problems.push(
			...duplicateNames(siblings).map((problem) => `${problem} in ${collection.name}`),
		);
		const leftOut = this.rivalsAmong(siblings);
		for (const entry of siblings) {
			if (leftOut.has(entry.name)) continue;
			const name = `${collection.name}.${entry.name}`;
			if (name in NODE_ONLY) {
				const value = this.options.includeOptional ? NODE_ONLY[name] : undefined;
				if (value !== undefined) values[entry.name] = value;
				continue;
			}
			this.fillProperty(entry, { collection: collection.name, siblings }, values);
		}
		if (Object.keys(values).length > 0) this.parameters[collection.name] = values;
	}

	/** Returns all but one of the mutually exclusive properties. */
	private rivalsAmong(properties: readonly INodeProperties[]): Set<string> {
		const names = new Set(properties.map(({ name }) => name));
		const rivals = RIVALS.filter((pair) => pair.every((name) => names.has(name)));
		return new Set(
			rivals.map(([first, second]) =>
				this.options.rotation.choose(`${first}|${second}`, [first, second], true) === first
					? second
					: first,
			),
		);
	}

	private fillProperty(property: INodeProperties, place: Place, into: Parameters): void {
		if (property.name in NODE_ONLY) return;
		const twin = place.siblings.find(({ name }) => property.name === `${name}Match`);
		if (twin !== undefined) {
			// The filter's own setting for how its conditions are combined.
			const joins = optionsOf(property).map(({ value }) => String(value));
			if (this.options.includeOptional)
				into[property.name] = this.options.rotation.choose(property.name, joins, false);
			return;
		}
		const specField = this.fieldOf(property, place);
		if (specField === undefined) {
			this.problems.push(`property ${nameIn(place, property.name)} has no field in the API spec`);
			return;
		}
		const isRequired = property.required === true || specField.required;
		// JSON is never empty.
		const isJson = place.siblings.some(({ name }) => property.name === `${name}Json`);
		const isMarked = property.required === true || isJson || !PLAIN.has(property.type);
		const name = nameIn(place, property.name);
		const isExcepted = NOT_REQUIRED.has(name) || NOT_REQUIRED.has(`${this.subject.key}.${name}`);
		if (specField.required && !isMarked && !isExcepted) {
			this.problems.push(`property ${name} is not marked as required`);
		}
		if (this.options.includeOptional || isRequired) this.enter(property, place, specField, into);
	}

	private enter(
		property: INodeProperties,
		place: Place,
		specField: SpecField,
		into: Parameters,
	): void {
		const { value, entered, problems } = valueOfProperty(property, specField, {
			...this.options,
			name: nameIn(place, property.name),
			twin: place.siblings.find(({ name }) => property.name === `${name}Json`),
			inCollection: place.collection !== undefined,
			fieldOf: (inner, within, collection) =>
				fieldOfProperty(this.subject.fields, {
					operation: this.subject.key,
					name: inner.name,
					collection,
					within,
					chosen: this.chosen,
				}),
		});
		into[property.name] = value;
		this.entered.push(...entered);
		this.problems.push(...problems);
	}

	private fieldOf(
		property: INodeProperties,
		{ collection, siblings }: Place,
	): SpecField | undefined {
		const { fields, key: operation } = this.subject;
		const place = { operation, collection, chosen: this.chosen };
		// "Headers (JSON)" is the JSON mode of "Headers".
		const twin = siblings.find(({ name }) => property.name === `${name}Json`);
		return (
			fieldOfProperty(fields, { ...place, name: property.name }) ??
			(twin === undefined ? undefined : fieldOfProperty(fields, { ...place, name: twin.name }))
		);
	}

	/** The node rejects an update without changes, so a minimal update has one. */
	private makeOneChange(): void {
		const { operation, properties } = this.subject;
		if (operation.method !== 'PUT' || operation.body === null) return;
		if (this.entered.some(({ place }) => place === 'body')) return;
		for (const collection of properties.filter(({ type }) => type === 'collection')) {
			if (!isShown(collection, this.root, this.root) || collection.name === 'options') continue;
			const siblings = entriesOf(collection).filter((entry) => isShown(entry, {}, this.root));
			const place = { collection: collection.name, siblings };
			for (const entry of siblings) {
				const specField = this.fieldOf(entry, place);
				if (specField === undefined || specField.field.origin !== undefined) continue;
				const values: Parameters = {};
				this.enter(entry, place, specField, values);
				this.parameters[collection.name] = values;
				return;
			}
		}
	}
}

function nameIn({ collection }: Place, name: string): string {
	return collection === undefined ? name : `${collection}.${name}`;
}

/** n8n keeps one value per name, so no two properties with one name may be visible. */
function duplicateNames(properties: readonly INodeProperties[]): string[] {
	const names = properties.map(({ name }) => name);
	const duplicates = names.filter((name, index) => names.indexOf(name) !== index);
	return duplicates.map((name) => `property ${name} is visible twice`);
}
