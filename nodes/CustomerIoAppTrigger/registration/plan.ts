import { MAX_NAME_CHARACTERS } from '../../shared/catalog/limits';

/** A reporting webhook as the App API accepts it. */
export interface Registration {
	readonly name: string;
	readonly endpoint: string;
	readonly events: readonly string[];
	readonly disabled: boolean;
	readonly full_resolution: boolean;
	readonly with_content: boolean;
}

/** A reporting webhook as the App API lists it. Only the ID is certain. */
export interface Registered extends Partial<Registration> {
	readonly id: number;
	readonly type?: string;
}

/** The URLs of a node in n8n. */
export interface WebhookLocation {
	/** The URL of the node, for tests or for production. */
	readonly endpoint: string;
	/** The end of that URL, which the node's test and production URL share with no other node. */
	readonly nodePath: string;
}

/** The changes that leave exactly the desired registration. */
export interface Plan {
	/** The registration that stays; undefined if there is none yet. */
	readonly current?: Registered;
	/** Whether it has to be replaced by the desired one. */
	readonly update: boolean;
	/** IDs of its duplicates, and of test listeners that were left behind. */
	readonly remove: readonly number[];
}

/** Identifies the registration of a test listener after n8n has forgotten it. */
const TEST_PREFIX = 'n8n test listener: ';
const PREFIX = 'n8n: ';

/** The name of a registration in Customer.io's list of reporting webhooks. */
export function registrationName(workflow: string, isTest: boolean): string {
	const name = `${isTest ? TEST_PREFIX : PREFIX}${workflow}`;
	return Array.from(name).slice(0, MAX_NAME_CHARACTERS).join('');
}

/** The registrations that send to the endpoint. JavaScript ones have another purpose. */
export function registrationsAt(
	endpoint: string,
	listed: readonly Registered[],
): readonly Registered[] {
	return listed.filter((entry) => entry.type !== 'js' && entry.endpoint === endpoint);
}

/** Compares the registrations in Customer.io with the desired one. */
export function reconcile(
	desired: Registration,
	{ endpoint, nodePath }: WebhookLocation,
	listed: readonly Registered[],
): Plan {
	const candidates = registrationsAt(endpoint, listed);
	const current = candidates.find((entry) => isSame(entry, desired)) ?? candidates[0];
	const abandoned = listed.filter(
		(entry) =>
			entry.type !== 'js' &&
			entry.endpoint !== endpoint &&
			entry.name?.startsWith(TEST_PREFIX) === true &&
			isAtNode(entry.endpoint, endpoint, nodePath),
	);
	return {
		...(current === undefined ? {} : { current }),
		update: current !== undefined && !isSame(current, desired),
		remove: [...candidates.filter((entry) => entry !== current), ...abandoned].map(({ id }) => id),
	};
}

/** Whether both URLs belong to the same node of the same n8n, be it for tests or for production. */
function isAtNode(candidate: string | undefined, endpoint: string, nodePath: string): boolean {
	if (candidate === undefined || !URL.canParse(candidate) || !URL.canParse(endpoint)) return false;
	return new URL(candidate).origin === new URL(endpoint).origin && candidate.endsWith(nodePath);
}

function isSame(current: Registered, desired: Registration): boolean {
	return (
		(current.disabled ?? false) === desired.disabled && contentOf(current) === contentOf(desired)
	);
}

/** The registered events and options as a text that is the same whatever the order of the events. */
export function contentOf(registration: Partial<Registration>): string {
	const { events = [], full_resolution = false, with_content = false } = registration;
	return JSON.stringify([[...new Set(events)].sort(), full_resolution, with_content]);
}
