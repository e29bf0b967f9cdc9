/** What the cases of the Track node's operations share. */
import { located } from '../../support/trackNode.ts';

export type Body = Record<string, unknown>;

export const ULID = expect.stringMatching(/^[0-7][0-9A-HJKMNP-TV-Z]{25}$/) as unknown;
export const EVENT_ID = '01ARZ3NDEKTSV4RRFFQ69G5FAV';
export const TIME = '2026-01-02T03:04:05Z';
export const SECONDS = 1_767_323_045;

export const person = located('email', 'ada@example.com');
export const ada = { email: 'ada@example.com' };
export const objectType = located('id', '1');
export const object = located('object_id', 'acme');
export const acme = { object_type_id: '1', object_id: 'acme' };

export interface Case {
	/** The action of version 2, or the operation of version 1. */
	of: string;
	operation: string;
	minimal: { parameters: Body; body: Body };
	full?: { parameters: Body; body: Body };
	path?: string;
	result?: unknown;
}
