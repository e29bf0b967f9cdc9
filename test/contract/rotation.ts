/** Rotates through options, so that several runs together cover all of them. */
export class Rotation {
	/** How often each option was chosen, by the key of the choice. */
	private readonly uses = new Map<string, Map<string, number>>();
	private readonly variantKeys = new Set<string>();

	/**
	 * Returns the option that was chosen least often so far.
	 *
	 * @param isVariant whether the rotation is complete only after all options were chosen
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

	/** Number of options over all variant choices. */
	get variants(): number {
		return [...this.variantKeys].reduce((sum, about) => sum + (this.uses.get(about)?.size ?? 0), 0);
	}
}
