import type { World } from './handler.ts';
import { identifiersChanged } from './people-index.ts';
import { identifiersOf } from './people.ts';
import { recordActivity } from './resources/activity.ts';
import type { Person } from './state.ts';
import { isObject } from './types.ts';
import type { JsonObject } from './types.ts';

function setPreference(person: Person, kind: string, name: string, value: unknown): void {
	if (typeof value !== 'boolean') return;
	if (kind === 'topics') person.topics[name] = value;
	if (kind === 'channels') person.channels[name] = value;
}

const isTrue = (value: unknown): boolean => ['true', '1'].includes(String(value).toLowerCase());

/**
 * Sets a person's attributes, which include the email, the creation time (`created_at`, Unix seconds),
 * `unsubscribed` and the subscription preferences.
 * @param at Unix seconds
 */
export function setAttributes(
	world: World,
	person: Person,
	attributes: JsonObject,
	at: number,
): void {
	for (const [name, value] of Object.entries(attributes)) {
		const dotted = /^cio_subscription_preferences\.(topics|channels)\.(.+)$/.exec(name);
		if (name === 'email' && typeof value === 'string') person.email = value;
		else if (name === 'created_at' && typeof value === 'number') person.createdAt = value;
		else if (name === 'unsubscribed') {
			const before = person.unsubscribed;
			person.unsubscribed = isTrue(value);
			if (before !== person.unsubscribed) reportSubscription(world, person);
		} else if (dotted) setPreference(person, dotted[1] ?? '', dotted[2] ?? '', value);
		else if (name === 'cio_subscription_preferences' && isObject(value)) {
			for (const [kind, choices] of Object.entries(value))
				if (isObject(choices))
					for (const [key, choice] of Object.entries(choices))
						setPreference(person, kind, key, choice);
		} else person.attributes[name] = value;
		if (name.startsWith('cio_subscription_preferences')) reportPreferences(world, person, value);
		person.timestamps[name] = at;
	}
	identifiersChanged(world.state.people, person);
	recordActivity(world.state, {
		type: 'attribute_change',
		timestamp: at,
		cioId: person.cioId,
		data: { ...attributes },
	});
}

const aboutPerson = (person: Person): JsonObject => ({
	customer_id: person.id ?? '',
	email_address: person.email,
	identifiers: identifiersOf(person),
});

function reportSubscription(world: World, person: Person): void {
	world.emit({
		event: person.unsubscribed ? 'customer_unsubscribed' : 'customer_subscribed',
		data: aboutPerson(person),
	});
}

function reportPreferences(world: World, person: Person, value: unknown): void {
	world.emit({
		event: 'customer_subscription_preferences_changed',
		data: aboutPerson(person),
		content: { content: JSON.stringify(value) },
	});
}
