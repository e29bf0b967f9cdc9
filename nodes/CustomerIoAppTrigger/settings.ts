import type { IHookFunctions, INode, IWebhookFunctions } from 'n8n-workflow';

import { expandEvents } from '../shared/catalog/webhookEvents';
import { InputError } from '../shared/utils/errors';
import { hasExpression } from '../shared/utils/expressions';
import { isObject, valuesOf } from '../shared/utils/json';
import type { Filters } from './event/filters';

/** Customer.io retries for seven days. */
export const MAX_TOLERANCE_MINUTES = 7 * 24 * 60;

/** Values of a boolean setting that mean off. */
const OFF: ReadonlySet<unknown> = new Set([false, '', null, undefined]);

/** The node's options as entered; a key is missing until the user adds its option. */
interface Options {
	readonly fullResolution?: boolean;
	readonly rawOutput?: boolean;
	/** A channel, `chosen` or `none`. */
	readonly sampleEvent?: string;
	readonly skipRepeats?: boolean;
	/** An expression may give a text. */
	readonly toleranceMinutes?: number | string;
	readonly withContent?: boolean;
}

export interface Settings {
	readonly automatic: boolean;
	/** As chosen, with groups such as `email_*`. */
	readonly chosenEvents: readonly string[];
	readonly requireSignature: boolean;
	readonly filters: Filters;
	readonly options: Options;
}

/**
 * Reads the node's settings.
 *
 * @throws what n8n throws for an expression that fails
 */
export function readSettings(
	context: IHookFunctions | IWebhookFunctions,
	{ parameters }: INode = context.getNode(),
): Settings {
	// For each event n8n resolves every text in a parameter, although most hold no expression. So a
	// parameter without expressions is read directly.
	const valueOf = (name: string, fallback: unknown): unknown => {
		const raw = parameters[name] ?? fallback;
		return hasExpression(raw) ? withBooleans(context.getNodeParameter(name, fallback)) : raw;
	};
	return {
		automatic: valueOf('registration', 'automatic') !== 'manual',
		chosenEvents: valuesOf(valueOf('events', [])),
		// An unexpected value from an expression must not turn the check off.
		requireSignature: !OFF.has(valueOf('requireSignature', false)),
		filters: valueOf('filters', {}) as Filters,
		options: valueOf('options', {}) as Options,
	};
}

/**
 * n8n's variables are all texts, so an expression that reads a boolean from one gives "true". No
 * other setting at the top of the parameters or of a collection can have that value.
 */
function withBooleans(value: unknown): unknown {
	if (value === 'true') return true;
	if (value === 'false') return false;
	if (!isObject(value)) return value;
	return Object.fromEntries(
		Object.entries(value).map(([key, entry]) => [key, withBooleans(entry)]),
	);
}

/**
 * The API's values of the chosen events.
 *
 * @throws InputError if no event is chosen, or only groups without events
 */
export function eventsToRegister({ chosenEvents }: Settings): string[] {
	const events = expandEvents(chosenEvents);
	if (events.length > 0) return events;
	throw new InputError(
		'Events',
		chosenEvents.length === 0 ? 'is empty' : `${chosenEvents.join(', ')} is not known`,
		'Choose at least one event, or "All Events".',
	);
}
