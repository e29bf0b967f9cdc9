import type { IHookFunctions, IWebhookFunctions } from 'n8n-workflow';

import { InputError } from '../matrix/inputError';
import { expandEvents } from './events';
import type { Filters } from './filters';

/** What is entered in the node's options; a key is missing until its option is added. */
export interface Options {
	readonly fullResolution?: boolean;
	readonly rawOutput?: boolean;
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

export function readSettings(context: IHookFunctions | IWebhookFunctions): Settings {
	const chosen: unknown = context.getNodeParameter('events', []);
	return {
		automatic: context.getNodeParameter('registration', 'automatic') !== 'manual',
		chosenEvents: (Array.isArray(chosen) ? chosen : [chosen]).map(String),
		requireSignature: context.getNodeParameter('requireSignature', false) === true,
		filters: context.getNodeParameter('filters', {}) as Filters,
		options: context.getNodeParameter('options', {}) as Options,
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
