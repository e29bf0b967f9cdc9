import { isObject, valueAt, valuesOf } from '../../shared/utils/json';
import { dataOf, nonEmptyText, type ReportedEvent } from './event';
import { toItem } from './toItem';

/** The node's filters as entered; a key is missing until the user adds its filter. */
export interface Filters {
	readonly actions?: IdList;
	readonly broadcasts?: IdList;
	readonly campaigns?: IdList;
	readonly newsletters?: IdList;
	readonly transactionalMessages?: IdList;
	readonly recipientDomains?: string;
	readonly skipMachines?: boolean;
	readonly payload?: { readonly conditions?: readonly Condition[] };
}

/** Chosen from a list or typed with commas; an expression may give a number, an array or `null`. */
type IdList = string | number | null | readonly (string | number | null)[];

interface Condition {
	/**
	 * A key of the item, or a path from the top of the event: `data.identifiers.id`. An expression may
	 * give another type, which must not throw: that would stop the sender's queue for an hour.
	 */
	readonly field?: unknown;
	readonly value?: unknown;
}

/** The key of the event's data that identifies the source of the message, by filter. */
const ID_KEYS = {
	actions: 'action_id',
	broadcasts: 'broadcast_id',
	campaigns: 'campaign_id',
	newsletters: 'newsletter_id',
	transactionalMessages: 'transactional_message_id',
} as const;
type IdFilter = keyof typeof ID_KEYS;

const SOURCE_FILTERS: readonly IdFilter[] = [
	'broadcasts',
	'campaigns',
	'newsletters',
	'transactionalMessages',
];

/**
 * Flags of opens and clicks by machines. `proxied` is not one: the proxy of a mail provider also
 * fetches what a person opens. Nor is `synthetic`, an open inferred from a person's click.
 */
const MACHINE_KEYS = ['machine', 'prefetched'] as const;

/**
 * Whether the event passes all filters, and in each filter matches any of its values.
 *
 * An event that lacks what a filter asks for does not pass. An empty filter lets everything pass.
 */
export function matches(event: ReportedEvent, filters: Filters, verified: boolean): boolean {
	return (
		matchesSource(event, filters) &&
		matchesRecipient(event, filters.recipientDomains ?? '') &&
		!(filters.skipMachines === true && isByMachine(event)) &&
		(filters.payload?.conditions ?? []).every((condition) =>
			matchesCondition(event, condition, verified),
		)
	);
}

/**
 * A message has one source, so no event could match filters of several sources at once: any of them
 * may match. The action is a part of its source and has to match as well.
 */
function matchesSource(event: ReportedEvent, filters: Filters): boolean {
	const data = dataOf(event);
	const matchesId = (filter: IdFilter) => {
		const id = data[ID_KEYS[filter]];
		return id !== undefined && id !== null && valuesOf(filters[filter]).includes(String(id));
	};
	const isSet = (filter: IdFilter) => valuesOf(filters[filter]).length > 0;
	const sources = SOURCE_FILTERS.filter(isSet);
	return (
		(sources.length === 0 || sources.some(matchesId)) && (!isSet('actions') || matchesId('actions'))
	);
}

function matchesRecipient(event: ReportedEvent, domains: string): boolean {
	const allowed = valuesOf(domains).map((domain) => domain.toLowerCase().replace(/^@/, ''));
	if (allowed.length === 0) return true;
	const data = dataOf(event);
	const identifiers = isObject(data.identifiers) ? data.identifiers : {};
	// The recipient of a push or an SMS is not an email address; the person may still have one.
	return [data.recipient, data.email_address, identifiers.email]
		.flatMap((address) => domainOf(address) ?? [])
		.slice(0, 1)
		.some((domain) => allowed.includes(domain));
}

/** The domain of `ada@example.com` and of `Ada <ada@example.com>`. */
function domainOf(address: unknown): string | undefined {
	const [, domain] = nonEmptyText(address)?.match(/@([^@\s<>]+)>?\s*$/) ?? [];
	return domain?.toLowerCase();
}

function isByMachine(event: ReportedEvent): boolean {
	const data = dataOf(event);
	return MACHINE_KEYS.some((key) => data[key] === true);
}

function matchesCondition(
	event: ReportedEvent,
	{ field, value }: Condition,
	verified: boolean,
): boolean {
	const path = comparableText(field ?? '').trim();
	if (path === '') return true;
	// Users see the item in the editor, and the event in Customer.io's documentation.
	const actual = valueAt(event, path) ?? valueAt(toItem(event, verified), path);
	return actual !== undefined && comparableText(actual) === comparableText(value ?? '');
}

/** Numbers and booleans compare as they are written: 42, true. */
function comparableText(value: unknown): string {
	return typeof value === 'object' && value !== null ? JSON.stringify(value) : String(value);
}
