import type { Specs, Operation } from '../../tools/sandbox/spec.ts';
import { createRouter } from '../../tools/sandbox/router.ts';

/** Creates a spec with these routes in this order; in the real one no two routes match one path. */
function routerOf(...routes: string[]): ReturnType<typeof createRouter> {
	const operations = routes.map((route): Operation => {
		const [method = '', path = ''] = route.split(' ');
		return {
			operation: route,
			displayName: route,
			method,
			path,
			rateLimit: '10/s',
			idempotent: true,
			parameters: [],
			body: null,
			response: { type: 'empty' },
			responses: [],
		};
	});
	const specs = {
		app: { resources: [{ resource: 'x', displayName: 'X', operations }] },
		pipelines: { operations: [] },
		track: { resources: [] },
	};
	return createRouter(specs as unknown as Specs);
}

function matched(router: ReturnType<typeof createRouter>, path: string): string {
	const match = router.match('GET', path);
	return match.api === 'app' ? match.route.operation.operation : match.api;
}

test('a literal segment wins over a parameter, whichever is listed first', () => {
	for (const routes of [
		['GET /a/{id}', 'GET /a/b'],
		['GET /a/b', 'GET /a/{id}'],
	]) {
		const router = routerOf(...routes);
		expect(matched(router, '/a/b')).toBe('GET /a/b');
		expect(matched(router, '/a/c')).toBe('GET /a/{id}');
	}
});

test('the leftmost literal decides', () => {
	const router = routerOf('GET /{a}/x/{c}', 'GET /y/{b}/{c}', 'GET /y/x/{c}');
	expect(matched(router, '/y/x/1')).toBe('GET /y/x/{c}');
	expect(matched(router, '/y/z/1')).toBe('GET /y/{b}/{c}');
	expect(matched(router, '/z/x/1')).toBe('GET /{a}/x/{c}');
});

test('an escaped slash or literal is not a literal', () => {
	const router = routerOf('GET /a/{id}', 'GET /a/b');
	expect(matched(router, '/a/%62')).toBe('GET /a/{id}');
	expect(() => router.match('GET', '/a/b/c')).toThrow('no route GET /a/b/c');
});
