/** Arguments for the methods of a client, and how they are tried against the sandbox. */
import type { Sandbox } from '../../tools/sandbox/sandbox.ts';

/** The names of a client's methods. */
type MethodOf<C> = {
	[M in keyof C]: C[M] extends (...values: never[]) => unknown ? M : never;
}[keyof C] &
	string;

type ArgumentsOf<C, M extends keyof C> = C[M] extends (...values: infer A) => unknown ? A : never;

/**
 * For each method the smallest arguments, and the largest if there are more. A new method of the
 * library is a compile error here.
 */
export type Calls<C> = {
	readonly [M in MethodOf<C>]: readonly [ArgumentsOf<C, M>, ...Array<ArgumentsOf<C, M>>];
};

/** Methods that the libraries' types call private. */
const PRIVATE_METHODS = ['constructor', 'envelope', 'resourceBase'];

/** The names of the public methods that a class has at run time. */
export function methodsOf(client: object): string[] {
	const prototype = Object.getPrototypeOf(client) as object;
	return Object.getOwnPropertyNames(prototype)
		.filter((name) => !PRIVATE_METHODS.includes(name) && !name.startsWith('_'))
		.filter(
			(name) => typeof Object.getOwnPropertyDescriptor(prototype, name)?.value === 'function',
		);
}

/** A call that the sandbox did not accept. */
export interface Refusal {
	/** The method, and which of its arguments. */
	readonly call: string;
	readonly reason: string;
}

interface Tried {
	readonly accepted: string[];
	readonly refused: Refusal[];
}

/**
 * Makes each call in a workspace of its own.
 *
 * @param callsIn the calls, with the IDs of what exists in the workspace
 */
export async function tryAll<C extends object>(
	sandbox: Sandbox,
	client: C,
	callsIn: () => Promise<Calls<C>>,
): Promise<Tried> {
	const refused: Refusal[] = [];
	const methods = methodsOf(client);
	const isRefused = new Set<string>();
	for (const method of methods) {
		for (let index = 0; ; index += 1) {
			sandbox.reset();
			const values = argumentsFor(await callsIn(), method)[index];
			if (values === undefined) break;
			const from = sandbox.requests.length;
			try {
				const call = (client as Record<string, (...given: unknown[]) => Promise<unknown>>)[method];
				await call?.apply(client, [...values]);
				const statuses = sandbox.requests.slice(from).map(({ status }) => status);
				if (statuses.length !== 1) throw new Error(`${statuses.length} requests`);
			} catch (error) {
				isRefused.add(method);
				const { body, message } = error as { body?: string; message: string };
				refused.push({
					call: `${method} ${index + 1}`,
					reason: body ?? message,
				});
			}
		}
	}
	return { accepted: methods.filter((method) => !isRefused.has(method)), refused };
}

function argumentsFor<C>(calls: Calls<C>, method: string): ReadonlyArray<readonly unknown[]> {
	const entry = (calls as Record<string, ReadonlyArray<readonly unknown[]> | undefined>)[method];
	return entry ?? [];
}
