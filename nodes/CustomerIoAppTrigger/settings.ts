import type { IHookFunctions, INode, IWebhookFunctions } from 'n8n-workflow';

import { hasExpression } from '../matrix/parameters';
import { InputError } from '../matrix/inputError';
import { expandEvents } from './events';
import type { Filters } from './filters';

/** What is entered in the node's options; a key is missing until its option is added. */
interface Options {
	readonly fullResolution?: boolean;
	readonly rawOutput?: boolean;
	/** A channel, or `none`. */
	readonly sampleEvent?: string;
	readonly skipRepeats?: boolean;
	readonly toleranceMinutes?: number;
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
		return hasExpression(raw) ? context.getNodeParameter(name, fallback) : raw;
	};
	const chosen = valueOf('events', []);
	return {
		automatic: valueOf('registration', 'automatic') !== 'manual',
		chosenEvents: (Array.isArray(chosen) ? chosen : [chosen]).map(String),
		requireSignature: valueOf('requireSignature', false) === true,
		filters: valueOf('filters', {}) as Filters,
		options: valueOf('options', {}) as Options,
	};
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
