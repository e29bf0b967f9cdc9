/** Takes turns among what can be chosen, so that some runs together choose everything. */
export class Rotation {
	/** How often each option was chosen, by what the choice is about. */
	private readonly uses = new Map<string, Map<string, number>>();
	private readonly variantKeys = new Set<string>();

	/**
	 * The option that was chosen least often so far.
	 *
	 * @param isVariant all options have to be chosen before the rotation is complete
	 */
	choose(about: string, options: readonly string[], isVariant: boolean): string {
		const uses = this.uses.get(about) ?? new Map(options.map((option) => [option, 0]));
		this.uses.set(about, uses);
		if (isVariant) this.variantKeys.add(about);
		const fewest = Math.min(...uses.values());
		const chosen = options.find((option) => uses.get(option) === fewest) ?? '';
		uses.set(chosen, fewest + 1);
		return chosen;
	}

	get isComplete(): boolean {
		return [...this.variantKeys].every((about) =>
			[...(this.uses.get(about)?.values() ?? [])].every((count) => count > 0),
		);
	}

	/** How many variants there are to choose. */
	get variants(): number {
		return [...this.variantKeys].reduce((sum, about) => sum + (this.uses.get(about)?.size ?? 0), 0);
	}
}
