/** Every input mode of every field of an operation. */
import type { KeyValueField, ObjectListField } from '../../nodes/shared/schema/fields.ts';
import type { Operation } from '../../nodes/shared/schema/operation.ts';
import { fieldPlacements, type FieldPlacement } from '../../nodes/shared/schema/placement.ts';
import { requestOptionFields } from '../../nodes/shared/schema/requestOptionFields.ts';
import { located, placed, validParameters, validValue, type Parameters } from './validInputs.ts';
import { callModes } from './callInputs.ts';
import {
	at,
	hasRules,
	kindOf,
	mapKey,
	mapReader,
	parsed,
	placeOf,
	rowKind,
	withoutPrefix,
	type SentRequest,
	type InputMode,
} from './valuePlaces.ts';
import type { Kind } from './valueReference.ts';

/** @param key `segment.create` */
export async function inputModesOf(key: string, operation: Operation): Promise<InputMode[]> {
	const bases = new Map<string, Parameters | undefined>();
	const inputModes: InputMode[] = [];
	const placements = fieldPlacements(operation);
	for (const placement of placements) {
		const id = JSON.stringify(placement.visibleWhen);
		if (!bases.has(id)) bases.set(id, await validParameters(operation, placement.visibleWhen));
		const base = bases.get(id);
		if (base === undefined || isReplaced(placement, placements)) continue;
		const builder = new InputModeBuilder(key, operation, placement, base);
		inputModes.push(...builder.inputModes(), ...builder.otherFieldsThrough(placements));
	}
	const base = await validParameters(operation, {});
	if (base !== undefined) inputModes.push(...optionModes(key, operation, base));
	return [...inputModes, ...callModes(key, operation)];
}

/** Whether a required field has the same place in the body, and wins. */
function isReplaced({ field }: FieldPlacement, placements: readonly FieldPlacement[]): boolean {
	return placements.some(
		({ field: other }) =>
			other !== field &&
			(other.required === true || other.type === 'constant') &&
			other.name === field.name &&
			other.bodyPath === field.bodyPath,
	);
}

function optionModes(key: string, operation: Operation, base: Parameters): InputMode[] {
	return requestOptionFields(operation).flatMap((field) => {
		const placement = { field, collection: 'options', visibleWhen: {} };
		const builder = new InputModeBuilder(key, operation, placement, base, 'option');
		return builder.inputModes();
	});
}

class InputModeBuilder {
	constructor(
		private readonly key: string,
		private readonly operation: Operation,
		private readonly placement: FieldPlacement,
		private readonly base: Parameters,
		private readonly as: 'field' | 'option' = 'field',
	) {}

	inputModes(): InputMode[] {
		const { field } = this.placement;
		if (this.as === 'option') {
			const { name } = field;
			if (field.type === 'json') return this.jsonModes(({ options }) => options.entered[name]);
			return this.scalarModes(({ options }) => options.entered[name]);
		}
		const read = placeOf(this.operation, field);
		switch (field.type) {
			case 'json':
				return this.jsonModes(field.asText === true ? (sent) => parsed(read(sent)) : read);
			case 'keyValue':
				return this.mapModes(field);
			case 'identifier':
				return field.modes.map(({ name, prefix = '' }) =>
					this.inputMode(`mode ${name}`, (raw) => ({ [field.parameter]: located(name, raw) }), {
						kind: { is: name === 'email' ? 'formatted' : 'id' },
						read: (sent) => {
							const value = read(sent);
							const id = field.typeParameter === undefined ? at(value, [name]) : value;
							return withoutPrefix(id, prefix);
						},
					}),
				);
			case 'resourceLocator':
				return [
					...this.scalarModes(read),
					this.inputMode('mode id', (raw) => ({ [field.parameter]: located('id', raw) }), { read }),
				];
			case 'objectList':
				return this.entryModes(field, read);
			case 'filter':
				return this.filterModes(read);
			default:
				return this.scalarModes(read);
		}
	}

	private scalarModes(read: InputMode['read']): InputMode[] {
		const { field } = this.placement;
		if (kindOf(field, false) === undefined) return [];
		return [this.inputMode('expression', (raw) => ({ [field.parameter]: raw }), { read })];
	}

	private inputMode(
		name: string,
		values: (raw: unknown) => Parameters,
		more: Partial<InputMode> & Pick<InputMode, 'read'>,
	): InputMode {
		const { field, collection } = this.placement;
		const isInPath = this.operation.route.includes(`{${field.name}}`);
		const isGiven = collection === undefined || this.as === 'option';
		return {
			operation: this.key,
			field: field.displayName,
			name,
			kind:
				field.type === 'boolean' && isGiven
					? { is: 'boolean', mayBeLeftOut: true }
					: (kindOf(field, isInPath) ?? { is: 'json' }),
			empty: 'leftOut',
			mayRefuse: hasRules(field) || (this.operation.checks?.length ?? 0) > 0,
			names: [field.displayName],
			parameters: (raw) => placed(this.placement, values(raw), this.base),
			...more,
			...(isGiven ? {} : { name: `${name} in ${collection}` }),
		};
	}

	private jsonModes(read: InputMode['read']): InputMode[] {
		const { field } = this.placement;
		if (field.type !== 'json') return [];
		const valid = validValue(field)[field.parameter];
		const wrap = (raw: unknown): unknown =>
			Array.isArray(valid)
				? [{ ...(valid[0] as Parameters), probe: raw }]
				: { ...(valid as Parameters), probe: raw };
		const readProbe = (sent: SentRequest) => {
			const value = read(sent);
			return at(Array.isArray(value) ? value[0] : value, ['probe']);
		};
		const asJson = { kind: { is: 'json' }, empty: 'asIs', read: readProbe } as const;
		return [
			this.inputMode('JSON by expression', (raw) => ({ [field.parameter]: wrap(raw) }), asJson),
			this.inputMode('deep in JSON', (raw) => ({ [field.parameter]: wrap({ a: [raw] }) }), {
				...asJson,
				read: (sent) => at(readProbe(sent), ['a', '0']),
			}),
			this.inputMode('JSON text', (raw) => ({ [field.parameter]: JSON.stringify(wrap(raw)) }), {
				...asJson,
				asJsonText: true,
			}),
		];
	}

	private mapModes(field: KeyValueField): InputMode[] {
		const { parameter } = field;
		const isTopLevel = this.placement.collection === undefined;
		const key = mapKey(field);
		const read = mapReader(this.operation, field, key);
		const mode = (value: string): Parameters =>
			isTopLevel ? { [`${parameter}Input`]: value } : {};
		const kind: Kind = {
			any: { is: 'json' },
			string: { is: 'textRow', any: false },
			boolean: { is: 'boolean' },
		}[field.valueType] as Kind;
		const common = { kind, empty: 'asIs', read } as const;
		const json = (raw: unknown) => ({ ...mode('json'), [`${parameter}Json`]: { [key]: raw } });
		const inputModes = [
			this.inputMode('JSON by expression', json, common),
			this.inputMode(
				'JSON text',
				(raw) => ({ ...json(raw), [`${parameter}Json`]: JSON.stringify({ [key]: raw }) }),
				{
					...common,
					asJsonText: true,
				},
			),
		];
		if (!isTopLevel) {
			const rows = (raw: unknown) => ({ [parameter]: { values: [{ name: key, value: raw }] } });
			return [...inputModes, this.inputMode('rows', rows, common)];
		}
		const row = (type: string) => (raw: unknown) => ({
			...mode('fields'),
			[parameter]: { assignments: [{ id: 'x', name: key, value: raw, type }] },
		});
		inputModes.push(this.inputMode('text row', row('string'), { ...common, kind: rowKind(field) }));
		if (field.valueType === 'any') {
			const asNumber = {
				is: 'number',
				fraction: true,
				asText: false,
				min: -Infinity,
				max: Infinity,
			} as const;
			inputModes.push(
				this.inputMode('number row', row('number'), { ...common, kind: asNumber }),
				this.inputMode('boolean row', row('boolean'), { ...common, kind: { is: 'boolean' } }),
			);
		}
		if (field.allInputFields === true) {
			inputModes.push({
				...this.inputMode('all fields of the item', () => mode('item'), common),
				json: (raw) => ({ [key]: raw }),
			});
		}
		return inputModes;
	}

	/** The keys of other fields, set by a map or by Additional Body Fields: the same rules hold. */
	otherFieldsThrough(placements: readonly FieldPlacement[]): InputMode[] {
		const { field } = this.placement;
		if (field.type !== 'keyValue' || field.valueType !== 'any' || field.asList !== undefined)
			return [];
		const path = [...(field.bodyPath?.split('.') ?? []), field.name].join('.');
		const mode =
			this.placement.collection === undefined ? { [`${field.parameter}Input`]: 'json' } : {};
		return placements.flatMap(({ field: other, collection, visibleWhen }) => {
			const kind = kindOf(other, false);
			if (other.bodyPath !== path || kind === undefined) return [];
			if (JSON.stringify(visibleWhen) !== JSON.stringify(this.placement.visibleWhen)) return [];
			const json = (raw: unknown) => ({
				...mode,
				[`${field.parameter}Json`]: { [other.name]: raw },
			});
			const inputMode = this.inputMode(`${field.displayName} (JSON)`, json, {
				kind,
				empty: 'asIs',
				read: placeOf(this.operation, other),
				field: other.displayName,
				names: [other.displayName, field.displayName],
				mayRefuse: true,
			});
			const withoutOther = (raw: unknown) =>
				collection === undefined
					? omit(inputMode.parameters(raw), other.parameter)
					: inputMode.parameters(raw);
			return [{ ...inputMode, parameters: withoutOther }];
		});
	}

	private entryModes(field: ObjectListField, read: InputMode['read']): InputMode[] {
		const { parameter } = field;
		const valid = ((validValue(field)[parameter] as { values: Parameters[] }).values[0] ??
			{}) as Parameters;
		return field.fields.flatMap((inner) => {
			const kind = kindOf(inner, false);
			if (kind === undefined) return [];
			const isCollected = inner.required !== true && inner.topLevel !== true;
			const more = {
				kind,
				names: [inner.displayName, field.displayName, inner.name],
				field: `${field.displayName} > ${inner.displayName}`,
				mayRefuse: true,
				read: (sent: SentRequest) =>
					at(read(sent), ['0', ...(inner.bodyPath?.split('.') ?? []), inner.name]),
			};
			const entry = (raw: unknown): Parameters =>
				isCollected
					? { ...valid, additionalFields: { [inner.parameter]: raw } }
					: { ...valid, [inner.parameter]: raw };
			const rows = (raw: unknown) => ({
				[`${parameter}Input`]: 'fields',
				[parameter]: { values: [entry(raw)] },
			});
			return [this.inputMode('rows', rows, more)];
		});
	}

	private filterModes(read: InputMode['read']): InputMode[] {
		const { field } = this.placement;
		const { parameter } = field;
		const condition = (sent: SentRequest): unknown => {
			const filter = read(sent);
			const [[, attribute] = []] = Object.entries((filter ?? {}) as Parameters);
			return at(attribute, ['value']);
		};
		const common = { kind: { is: 'condition' } as const, empty: 'asIs' as const, read: condition };
		const builder = (raw: unknown) => ({
			[`${parameter}Input`]: 'fields',
			[parameter]: { conditions: [{ condition: 'eq', field: 'plan', value: raw }] },
		});
		const key =
			field.type === 'filter' && field.dialect === 'object' ? 'object_attribute' : 'attribute';
		const json = (raw: unknown) => ({
			[`${parameter}Input`]: 'json',
			[`${parameter}Json`]: { [key]: { field: 'plan', operator: 'eq', value: raw } },
		});
		return [
			this.inputMode('condition', builder, common),
			this.inputMode('filter as JSON', json, { ...common, kind: { is: 'json' }, mayRefuse: true }),
		];
	}
}

function omit(parameters: Parameters, name: string): Parameters {
	return Object.fromEntries(Object.entries(parameters).filter(([key]) => key !== name));
}
