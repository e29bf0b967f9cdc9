/** What points at what. */
export type Graph = ReadonlyMap<string, readonly string[]>;

/** The nodes of a graph, each behind all that it points at, or a circle that forbids such an order. */
export function orderOf(graph: Graph): { order: string[]; circle?: string[] } {
	const order = new Set<string>();
	const way: string[] = [];
	const visit = (node: string): string[] | undefined => {
		if (order.has(node)) return undefined;
		const before = way.indexOf(node);
		if (before >= 0) return [...way.slice(before), node];
		way.push(node);
		for (const target of graph.get(node) ?? []) {
			const circle = visit(target);
			if (circle !== undefined) return circle;
		}
		way.pop();
		order.add(node);
		return undefined;
	};
	for (const node of graph.keys()) {
		const circle = visit(node);
		if (circle !== undefined) return { order: [...order], circle };
	}
	return { order: [...order] };
}

/** The graph without the arrows that a longer way says already. It must have no circle. */
export function reduced(graph: Graph): Graph {
	const reach = new Map<string, Set<string>>();
	for (const node of orderOf(graph).order) {
		const targets = graph.get(node) ?? [];
		reach.set(node, new Set(targets.flatMap((target) => [target, ...(reach.get(target) ?? [])])));
	}
	return new Map(
		[...graph].map(([node, targets]) => [
			node,
			targets.filter((target) => !targets.some((other) => reach.get(other)?.has(target))),
		]),
	);
}
