import fc from 'fast-check';

import { encodePathSegment, encodeQuery, fillPath } from '../../../nodes/shared/utils/url.ts';

describe('encodePathSegment', () => {
	it.each([
		['ana+news@example.com', 'ana%2Bnews%40example.com'],
		['org/42', 'org%2F42'],
		['zoë', 'zo%C3%AB'],
		['100%', '100%25'],
		['a\\b', 'a%5Cb'],
		['..%2f..', '..%252f..'],
		['...', '...'],
		['?x=1#y', '%3Fx%3D1%23y'],
	])('encodes %j', (value, expected) => {
		expect(encodePathSegment(value, 'Person')).toBe(expected);
	});

	it.each(['', '.', '..', 'a\nb', 'a\u0000', '\u007f', '\ud800'])(
		'rejects %j and names the field',
		(value) => {
			expect(() => encodePathSegment(value, 'Person')).toThrow(/^Person: /);
		},
	);

	it('never changes the route, whatever the value', () => {
		fc.assert(
			fc.property(fc.string({ unit: 'binary', maxLength: 12 }), (value) => {
				let segment: string;
				try {
					segment = encodePathSegment(value, 'ID');
				} catch {
					return;
				}
				const { pathname, search, hash } = new URL(`https://api.example/v1/items/${segment}/end`);
				const parts = pathname.split('/');
				expect(parts).toHaveLength(5);
				expect(decodeURIComponent(parts[3] ?? '')).toBe(value);
				expect(search + hash).toBe('');
			}),
			{ numRuns: 2000 },
		);
	});
});

describe('encodeQuery', () => {
	it('encodes characters that a query would lose', () => {
		const query = new Map([
			['email', 'ana+news@example.com'],
			['name', 'a&b=c é'],
		]);
		expect(encodeQuery(query)).toBe('email=ana%2Bnews%40example.com&name=a%26b%3Dc%20%C3%A9');
	});
});

describe('fillPath', () => {
	it('does not treat a value as a replacement pattern', () => {
		expect(fillPath('/v1/a/{id}', new Map([['id', '$&{x}']]))).toBe('/v1/a/$&{x}');
	});
});
