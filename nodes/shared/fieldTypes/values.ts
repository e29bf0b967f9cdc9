import { isRounded } from '../utils/json';
import { fail } from './fieldType';

/** Checks and conversions that several field types share. */

/**
 * A text, or a scalar as text. Luxon `DateTime`s and `Date`s serialize with `toJSON()`.
 *
 * @throws InvalidValue for lists, objects and numbers that lost digits: a rounded ID would be somebody else's
 */
export function toText(raw: unknown): string {
	if (typeof raw === 'string') return raw;
	if (typeof raw === 'number' && isRounded(raw)) {
		fail(`must be text, because the number ${raw} has more digits than are kept exactly`);
	}
	if (typeof raw === 'number' || typeof raw === 'boolean') return String(raw);
	if (typeof raw === 'object' && raw !== null && 'toJSON' in raw) {
		const text = typeof raw.toJSON === 'function' ? (raw.toJSON() as unknown) : undefined;
		if (typeof text === 'string') return text;
	}
	return fail(`must be text, but is ${typeName(raw)}`);
}

/** The texts of an array, or of a text with commas or line breaks; trimmed, without empty ones. */
export function toTexts(raw: unknown): string[] {
	const texts = Array.isArray(raw) ? raw.map(toText) : toText(raw).split(/[,\n]/);
	return texts.map((text) => text.trim()).filter(Boolean);
}

/** A value in an error message: at most 80 characters. */
export function quote(value: unknown): string {
	const text = typeof value === 'string' ? `"${value}"` : (JSON.stringify(value) ?? 'nothing');
	return text.length > 80 ? `${text.slice(0, 77)}…` : text;
}

export function checkMaxItems(items: readonly unknown[], maxItems: number | undefined): void {
	if (maxItems !== undefined && items.length > maxItems) {
		fail(`must have at most ${maxItems}, but has ${items.length}`);
	}
}

function typeName(value: unknown): string {
	if (Array.isArray(value)) return 'a list';
	return typeof value === 'object' ? 'an object' : `a ${typeof value}`;
}
