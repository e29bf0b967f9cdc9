import type { BooleanField, DateTimeField, NumberField, StringField } from '../schema/fields';
import { readTimestamp } from '../utils/dates';
import { property, requiredIf } from './property';
import { fail, type FieldType } from './fieldType';
import { checkFormat, DECIMAL, quote, toBoolean, toIdentifier, toText } from './values';

export const stringType: FieldType<StringField> = {
	describe(field, required) {
		const typeOptions = {
			...(field.rows === undefined ? {} : { rows: field.rows }),
			...(field.editor === undefined ? {} : { editor: field.editor }),
			...(field.secret === true ? { password: true } : {}),
		};
		return requiredIf(
			required,
			property(field, {
				type: 'string',
				...(Object.keys(typeOptions).length > 0 ? { typeOptions } : {}),
				default: field.default ?? '',
			}),
		);
	},
	read(field, { getParameter }) {
		const raw = getParameter(field.parameter);
		// CRMs and formulas give `false` for what is empty; nobody means the word.
		if (typeof raw === 'boolean') fail(`must be text, but is ${raw}`);
		const text = field.identifies === true ? toIdentifier(raw) : toText(raw);
		const value = field.format === undefined ? text : text.trim();
		if (field.identifies === true && value === '') fail('must not be blank');
		checkFormat(value, field.format);
		if (field.maxLength !== undefined) {
			const characters = [...value].length;
			if (characters > field.maxLength) {
				fail(`must have at most ${field.maxLength} characters, but has ${characters}`);
			}
		}
		return value;
	},
};

export const numberType: FieldType<NumberField> = {
	describe(field, required) {
		const { min } = field;
		// A required number starts with 0, which the node rejects, so that it is not sent by oversight.
		// Given a minimum, the editor would raise that 0 to it.
		const isBlank = required && field.default === undefined && (min ?? 0) > 0;
		return requiredIf(
			required,
			property(field, {
				type: 'number',
				...(min === undefined || isBlank ? {} : { typeOptions: { minValue: min } }),
				default: field.default ?? (isBlank ? 0 : Math.max(min ?? 0, 0)),
			}),
		);
	},
	read({ parameter, fraction, min, max, asText }, { getParameter }) {
		const raw = getParameter(parameter);
		// "0x10" and " " are numbers to JavaScript.
		const isNumeric = typeof raw === 'number' || (typeof raw === 'string' && DECIMAL.test(raw));
		const value = isNumeric ? Number(raw) : NaN;
		if (!Number.isFinite(value)) fail(`must be a number, but is ${quote(raw)}`);
		if (fraction !== true && !Number.isInteger(value)) {
			fail(`must be a whole number, but is ${value}`);
		}
		if (min !== undefined && value < min) fail(`must be at least ${min}, but is ${value}`);
		if (max !== undefined && value > max) fail(`must be at most ${max}, but is ${value}`);
		return asText === true ? String(value) : value;
	},
};

export const booleanType: FieldType<BooleanField> = {
	describe: (field, required) =>
		requiredIf(required, property(field, { type: 'boolean', default: field.default ?? false })),
	read({ parameter }, { getParameter }) {
		const raw = getParameter(parameter);
		return toBoolean(raw) ?? fail(`must be true or false, but is ${quote(raw)}`);
	},
};

export const dateTimeType: FieldType<DateTimeField> = {
	describe: (field, required) =>
		requiredIf(required, property(field, { type: 'dateTime', default: '' })),
	read({ parameter, as }, { getParameter, input }) {
		const raw = getParameter(parameter);
		const timestamp = readTimestamp(raw, input.timezone);
		if (timestamp === undefined) {
			fail(
				`must be a date and time, but is ${quote(raw)}`,
				'Pick a date, or give an ISO 8601 text such as 2026-12-31T18:00:00Z or Unix seconds.',
			);
		}
		return as === 'iso' ? new Date(timestamp).toISOString() : Math.floor(timestamp / 1000);
	},
};
