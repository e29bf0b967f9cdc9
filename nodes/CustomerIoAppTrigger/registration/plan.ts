import { MAX_NAME_CHARACTERS } from '../../shared/catalog/limits';

/** A reporting webhook as the App API takes it. */
export interface Registration {
	readonly name: string;
	readonly endpoint: string;
	readonly events: readonly string[];
	readonly disabled: boolean;
	readonly full_resolution: boolean;
	readonly with_content: boolean;
}

/** A reporting webhook as the App API lists it; nothing but the ID is taken for granted. */
export interface Registered extends Partial<Registration> {
	readonly id: number;
	readonly type?: string;
}

/** Where in n8n a registration belongs. */
export interface WebhookLocation {
	/** The URL of the node, for tests or for production. */
	readonly endpoint: string;
	/** The end of that URL, which is the same for tests and for production and for no other node. */
	readonly nodePath: string;
}

/** What is to be done so that exactly the wanted registration is there. */
export interface Plan {
	/** The registration that stays. */
	readonly own?: number;
	/** It differs from the wanted one. */
	readonly repair: boolean;
	/** Doubles of it, and listeners for test events that were left behind. */
	readonly remove: readonly number[];
}

/** By which the registration of a test listener is recognised after n8n has forgotten it. */
const TEST_PREFIX = 'n8n test listener: ';
const PREFIX = 'n8n: ';

/** The name of a registration in Customer.io's list of reporting webhooks. */
export function registrationName(workflow: string, isTest: boolean): string {
	const name = `${isTest ? TEST_PREFIX : PREFIX}${workflow}`;
	return Array.from(name).slice(0, MAX_NAME_CHARACTERS).join('');
}

/** The registrations that send to the endpoint. JavaScript ones have another purpose. */
export function registrationsOf(
	endpoint: string,
	listed: readonly Registered[],
): readonly Registered[] {
	return listed.filter((one) => one.type !== 'js' && one.endpoint === endpoint);
}

/** Compares what is registered with what is wanted. */
export function reconcile(
	wanted: Registration,
	{ endpoint, nodePath }: WebhookLocation,
	listed: readonly Registered[],
): Plan {
	const own = registrationsOf(endpoint, listed);
	const kept = own.find((one) => isSame(one, wanted)) ?? own[0];
	const abandoned = listed.filter(
		(one) =>
			one.type !== 'js' &&
			one.endpoint !== endpoint &&
			one.name?.startsWith(TEST_PREFIX) === true &&
			isAtNode(one.endpoint, endpoint, nodePath),
	);
	return {
		...(kept === undefined ? {} : { own: kept.id }),
		repair: kept !== undefined && !isSame(kept, wanted),
		remove: [...own.filter((one) => one !== kept), ...abandoned].map(({ id }) => id),
	};
}

/** The same node of the same n8n, whether by its test URL or its production URL. */
function isAtNode(candidate: string | undefined, endpoint: string, nodePath: string): boolean {
	if (candidate === undefined || !URL.canParse(candidate) || !URL.canParse(endpoint)) return false;
	return new URL(candidate).origin === new URL(endpoint).origin && candidate.endsWith(nodePath);
}

function isSame(one: Registered, wanted: Registration): boolean {
	return (
		(one.disabled ?? false) === wanted.disabled &&
		(one.full_resolution ?? false) === wanted.full_resolution &&
		(one.with_content ?? false) === wanted.with_content &&
		isSameSet(one.events ?? [], wanted.events)
	);
}

function isSameSet(one: readonly string[], other: readonly string[]): boolean {
	const left = new Set(one);
	const right = new Set(other);
	return left.size === right.size && [...left].every((value) => right.has(value));
}
