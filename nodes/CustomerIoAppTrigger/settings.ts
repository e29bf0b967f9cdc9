import type { IHookFunctions, INode, IWebhookFunctions } from 'n8n-workflow';

import { hasExpression } from '../shared/utils/expressions';
import { InputError } from '../shared/utils/errors';
import { isObject } from './event/event';
import { expandEvents } from '../shared/catalog/webhookEvents';
import { valuesOf, type Filters } from './event/filters';

/** What a switch may be given as when it is off. */
const OFF: ReadonlySet<unknown> = new Set([false, '', null, undefined]);

/** What is entered in the node's options; a key is missing until its option is added. */
interface Options {
	readonly fullResolution?: boolean;
	readonly rawOutput?: boolean;
	/** A channel, or `none`. */
	readonly sampleEvent?: string;
	readonly skipRepeats?: boolean;
	/** A text from an expression. */
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

export function readSettings(
	context: IHookFunctions | IWebhookFunctions,
	{ parameters }: INode = context.getNode(),
): Settings {
	// n8n resolves every text of a value anew for each event, though most hold no expression. So what
	// was entered is taken as it is unless it holds one.
	const valueOf = (name: string, fallback: unknown): unknown => {
		const raw = parameters[name] ?? fallback;
		return hasExpression(raw) ? withSwitches(context.getNodeParameter(name, fallback)) : raw;
	};
	const chosen = valueOf('events', []);
	return {
		automatic: valueOf('registration', 'automatic') !== 'manual',
		chosenEvents: valuesOf(chosen),
		// What an expression gives instead of a switch must not open the door.
		requireSignature: !OFF.has(valueOf('requireSignature', false)),
		filters: valueOf('filters', {}) as Filters,
		options: valueOf('options', {}) as Options,
	};
}

/**
 * n8n's variables are all texts, so an expression that takes a switch from one gives "true". No other
 * setting at the top of the parameters or of a collection can mean that word.
 */
function withSwitches(value: unknown): unknown {
	if (value === 'true') return true;
	if (value === 'false') return false;
	if (!isObject(value)) return value;
	return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, withSwitches(one)]));
}

/**
 * The API's values of the chosen events.
 *
 * @throws InputError if none is chosen, or a group without events
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
