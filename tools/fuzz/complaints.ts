/** A broken invariant in words. */
export type Complain = (text: string) => void;

export function complaints(): { broken: string[]; complain: Complain } {
	const broken: string[] = [];
	return { broken, complain: (text) => broken.push(text) };
}
