import type { ILoadOptionsFunctions } from 'n8n-workflow';

type Method = (this: ILoadOptionsFunctions, ...args: never[]) => Promise<unknown>;

interface Methods<F> {
	readonly [name: string]: F;
}

/**
 * Methods of a node whose code is loaded when one is called for the first time.
 *
 * @param names their names, which n8n must know when it loads the node
 */
export function deferred<F extends Method>(
	names: readonly string[],
	load: () => Promise<Methods<F>>,
): { [name: string]: F } {
	const call = (name: string) =>
		async function (this: ILoadOptionsFunctions, ...args: Parameters<F>) {
			return await (await load())[name]?.apply(this, args);
		};
	return Object.fromEntries(names.map((name) => [name, call(name) as F]));
}
