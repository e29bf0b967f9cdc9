import { ApiError } from './errors.ts';
import type { Specs, Operation, PipelinesOperation, TrackOperation } from './spec.ts';

/** An operation, its resource, and its key in records: `segment.get`. */
export interface Route<Op extends Operation = Operation> {
	key: string;
	resource: string;
	operation: Op;
	segments: string[];
}

export type TrackRoute = Route<TrackOperation>;

type Match =
	| { api: 'app'; route: Route; params: Record<string, string> }
	| { api: 'track'; route: TrackRoute; params: Record<string, string> }
	| { api: 'pipelines'; operation: PipelinesOperation };

export interface Router {
	readonly routes: Route[];
	/** Whether the path belongs to the Pipelines API, for any method. */
	isPipelines(path: string): boolean;
	/** Whether the path belongs to the Track API, even if no route matches it. */
	isTrack(path: string): boolean;
	/**
	 * Matches the raw path and decodes each parameter once.
	 * Throws 400 for a malformed escape, 404 with the reason if no route matches.
	 */
	match(method: string, path: string): Match;
}

const isParameter = (segment: string): boolean => segment.startsWith('{');

/** Documented: an empty language means the default one. */
const mayBeEmpty = (parameter: string): boolean => parameter === '{language}';

/** Literal segments take precedence over parameters; the leftmost difference decides. */
function bySpecificity(a: Route, b: Route): number {
	for (let i = 0; i < Math.min(a.segments.length, b.segments.length); i++) {
		const difference =
			Number(isParameter(a.segments[i] ?? '')) - Number(isParameter(b.segments[i] ?? ''));
		if (difference !== 0) return difference;
	}
	return 0;
}

function routesOf<Op extends Operation>(
	resources: Array<{ resource: string; operations: Op[] }>,
): Array<Route<Op>> {
	return resources.flatMap((resource) =>
		resource.operations.map((operation) => ({
			key: `${resource.resource}.${operation.operation}`,
			resource: resource.resource,
			operation,
			segments: operation.path.split('/').slice(1),
		})),
	);
}

function fits(route: Route, segments: string[]): boolean {
	return (
		route.segments.length === segments.length &&
		route.segments.every((segment, i) =>
			isParameter(segment) ? segments[i] !== '' || mayBeEmpty(segment) : segment === segments[i],
		)
	);
}

/**
 * Decodes one raw path segment or query part. Throws 400 if the percent-encoding is malformed.
 */
export function decodeOnce(raw: string): string {
	try {
		return decodeURIComponent(raw);
	} catch {
		throw new ApiError(400, `malformed percent-encoding in "${raw}"`);
	}
}

/**
 * Rejects a path that a client or a proxy would have normalized to another one.
 * Throws 400 if a segment is `.` or `..`, also percent-encoded.
 */
export function rejectDotSegments(path: string): void {
	for (const segment of path.split('/')) {
		const plain = segment.replace(/%2e/gi, '.');
		if (plain === '.' || plain === '..')
			throw new ApiError(400, `the path contains the dot segment "${segment}"`);
	}
}

/** Finds the route of a raw path. Throws 404 with the reason if no route matches. */
function find<Op extends Operation>(
	ordered: Array<Route<Op>>,
	method: string,
	path: string,
): { route: Route<Op>; params: Record<string, string> } {
	const segments = path.split('/').slice(1);
	const candidates = ordered.filter((route) => fits(route, segments));
	const route = candidates.find((candidate) => candidate.operation.method === method);
	if (!route) {
		const methods = [...new Set(candidates.map((c) => c.operation.method))];
		throw new ApiError(
			404,
			methods.length > 0
				? `${path} takes ${methods.join(', ')}, not ${method}`
				: `no route ${method} ${path} in the API specs`,
		);
	}
	const params: Record<string, string> = {};
	route.segments.forEach((segment, i) => {
		if (isParameter(segment)) params[segment.slice(1, -1)] = decodeOnce(segments[i] ?? '');
	});
	return { route, params };
}

/** Builds the routing table from the API specs. */
export function createRouter(specs: Specs): Router {
	const routes = routesOf(specs.app.resources);
	const appRoutes = [...routes].sort(bySpecificity);
	const trackRoutes = routesOf(specs.track.resources).sort(bySpecificity);
	const pipelines = new Map(specs.pipelines.operations.map((op) => [op.path, op]));
	const isTrack = (path: string): boolean => /^\/(api|unsubscribe)(\/|$)/.test(path);

	return {
		routes,
		isPipelines: (path) => pipelines.has(path),
		isTrack,
		match(method, path) {
			const pipeline = pipelines.get(path);
			if (pipeline) {
				if (method === pipeline.method) return { api: 'pipelines', operation: pipeline };
				throw new ApiError(404, `${path} takes ${pipeline.method}, not ${method}`);
			}
			return isTrack(path)
				? { api: 'track', ...find(trackRoutes, method, path) }
				: { api: 'app', ...find(appRoutes, method, path) };
		},
	};
}
