import { dataOf, isObject, text, type ReportedEvent } from './event';
import { toItem } from './toItem';

/** What is entered in the node's filters; a key is missing until its filter is added. */
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

/** Chosen from a list, or typed with commas; a number, an array or nothing from an expression. */
type IdList = string | number | null | readonly (string | number | null)[];

interface Condition {
	/**
	 * A key of the item, or dotted from the top of the event: `data.identifiers.id`. From an expression it
	 * may be no text, which must not stop the sender's queue for an hour.
	 */
	readonly field?: unknown;
	readonly value?: unknown;
}

/** The key of the event's data that names what sent the message, by filter. */
const ID_KEYS = {
	actions: 'action_id',
	broadcasts: 'broadcast_id',
	campaigns: 'campaign_id',
	newsletters: 'newsletter_id',
	transactionalMessages: 'transactional_message_id',
} as const;

/**
 * Marks of opens and clicks that no person made. `proxied` is none: the proxy of a mail provider
 * fetches what a person opens as well. Nor is `synthetic`, an open inferred from a person's click.
 */
const MACHINE_KEYS = ['machine', 'prefetched'] as const;

/**
 * Whether an event passes: all filters must fit, and in each any of its values.
 *
 * An event that lacks what a filter asks for does not pass. An empty filter is none.
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
 * A message has one source, so that filters of several sources together would let nothing pass:
 * among sources any may fit. The action is a part of its source and has to fit as well.
 */
function matchesSource(event: ReportedEvent, filters: Filters): boolean {
	const data = dataOf(event);
	const fits = (filter: keyof typeof ID_KEYS) => {
		const id = data[ID_KEYS[filter]];
		return id !== undefined && id !== null && valuesOf(filters[filter]).includes(String(id));
	};
	const isSet = (filter: keyof typeof ID_KEYS) => valuesOf(filters[filter]).length > 0;
	const sources = (
		['broadcasts', 'campaigns', 'newsletters', 'transactionalMessages'] as const
	).filter(isSet);
	return (sources.length === 0 || sources.some(fits)) && (!isSet('actions') || fits('actions'));
}

function matchesRecipient(event: ReportedEvent, domains: string): boolean {
	const wanted = valuesOf(domains).map((domain) => domain.toLowerCase().replace(/^@/, ''));
	if (wanted.length === 0) return true;
	const data = dataOf(event);
	const identifiers = isObject(data.identifiers) ? data.identifiers : {};
	// The recipient of a push or an SMS is no email address; the person may still have one.
	return [data.recipient, data.email_address, identifiers.email]
		.flatMap((address) => domainOf(address) ?? [])
		.slice(0, 1)
		.some((domain) => wanted.includes(domain));
}

/** The domain of `ada@example.com` and of `Ada <ada@example.com>`. */
function domainOf(address: unknown): string | undefined {
	const [, domain] = text(address)?.match(/@([^@\s<>]+)>?\s*$/) ?? [];
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
	const path = asText(field ?? '').trim();
	if (path === '') return true;
	// Who builds a workflow sees the item, and who reads Customer.io's documentation the event.
	const found = valueAt(event, path) ?? valueAt(toItem(event, verified), path);
	// Customer.io's numbers and flags are compared by how they are written: 42, true.
	return found !== undefined && asText(found) === asText(value ?? '');
}

function valueAt(whole: object, path: string): unknown {
	return path
		.split('.')
		.reduce<unknown>(
			(value, key) => (isObject(value) && Object.hasOwn(value, key) ? value[key] : undefined),
			whole,
		);
}

function asText(value: unknown): string {
	return typeof value === 'object' && value !== null ? JSON.stringify(value) : String(value);
}

/** The values of a list: an array, one text with commas, a single value, or nothing. */
export function valuesOf(list: unknown): string[] {
	if (list === undefined) return [];
	const values: unknown[] = typeof list === 'string' ? list.split(',') : [list].flat();
	return values.map((value) => String(value ?? '').trim()).filter((value) => value !== '');
}
