import fc from 'fast-check';

import { redactor } from '../../../nodes/shared/transport/redact.ts';

const key = 'b5f1"c8/+ d7e2a9';
const redact = redactor(key);
const basic = (text: string) => Buffer.from(text).toString('base64');

it.each([
	['as it is', `Bearer ${key}`],
	['in JSON text', JSON.stringify({ authorization: key })],
	['in a URL', encodeURIComponent(key)],
	['as Basic authorization', `Basic ${basic(`${key}:`)}`],
	['as the password of Basic authorization', basic(`site:${key}`)],
	['decoded', `${key}:`],
	['as base64url', Buffer.from(`a:${key}`).toString('base64url')],
])('removes a key: %s', (_, text) => {
	const cleaned = redact(`before ${text} after`);
	expect(cleaned).toMatch(/^before .*\[hidden\].* after$/);
	expect(cleaned).not.toContain(key);
	expect(cleaned).not.toContain(basic(key).slice(4, 16));
});

it('removes a key from all that is in a value, names too, and leaves the rest', () => {
	const body = { headers: [{ auth: key, n: 5 }], [`x-${key}`]: null, kept: true };
	expect(redact(body)).toEqual({
		headers: [{ auth: '[hidden]', n: 5 }],
		'x-[hidden]': null,
		kept: true,
	});
	expect(redact(undefined)).toBeUndefined();
});

it('leaves no key in Base64, wherever it stands in the encoded text', () => {
	fc.assert(
		fc.property(
			fc.string({ minLength: 8, unit: 'binary-ascii' }),
			fc.string(),
			fc.string(),
			(secret, before, after) => {
				const cleaned = redactor(secret)(basic(before + secret + after));
				expect(cleaned).toContain('[hidden]');
			},
		),
	);
});

it('does not garble texts for the sake of a placeholder', () => {
	expect(redactor('key')('the key is wrong')).toBe('the key is wrong');
});
