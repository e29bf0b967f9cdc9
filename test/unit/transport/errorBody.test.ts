import { errorDetails } from '../../../nodes/shared/transport/errorBody.ts';

const forms: Array<[form: string, body: unknown, message: string | undefined, code?: string]> = [
	['errors', { errors: [{ detail: 'no such ID', code: 'not_found' }] }, 'no such ID', 'not_found'],
	[
		'several errors',
		{ errors: [{ detail: 'a' }, { message: 'b', code: 'second' }, 'c'] },
		'a; b; c',
		'second',
	],
	[
		'the field of an error',
		{ errors: [{ detail: 'required', source: { pointer: '/name' } }] },
		'required (/name)',
	],
	['errors by field', { errors: { name: ['is required'] } }, 'is required (name)'],
	['one error in place of a list', { errors: { detail: 'a', code: 7 } }, 'a', '7'],
	['a list alone', [{ detail: 'a' }], 'a'],
	['meta.error', { meta: { error: 'bad filter' } }, 'bad filter'],
	['meta.errors', { meta: { errors: ['a', { reason: 'b' }] } }, 'a; b'],
	['meta with a code', { meta: { error: 'a', code: 'bad_filter' } }, 'a', 'bad_filter'],
	['error', { error: 'unauthorized' }, 'unauthorized'],
	['error as an object', { error: { message: 'a', code: 'b' } }, 'a', 'b'],
	[
		'error beside a message',
		{ statusCode: 404, error: 'Not Found', message: 'no route' },
		'no route',
	],
	['message', { message: 'Forbidden', code: 'E1' }, 'Forbidden', 'E1'],
	['detail', { title: 'Not allowed', detail: 'scope is missing' }, 'scope is missing'],
	['title', { title: 'Not allowed', status: 403 }, 'Not allowed'],
	['plain text', ' upstream connect error\n', 'upstream connect error'],
	[
		'HTML',
		'<!DOCTYPE html><html><head><title>502\n Bad Gateway</title></head><body>x</body></html>',
		'502 Bad Gateway',
	],
	['HTML without a title', '<html><body><h1>Gone</h1></body></html>', 'Gone'],
	['HTML that says nothing', '<html><body><p>x</p></body></html>', undefined],
	['no text', '', undefined],
	['nothing', undefined, undefined],
	['null', null, undefined],
	['an object that says nothing', { errors: [], meta: null, status: 'x' }, undefined],
];

it.each(forms.map(([form, ...rest]) => ({ form, rest })))('O16 reads $form', ({ rest }) => {
	const [body, message, code] = rest;
	expect(errorDetails(body)).toEqual({ message, code });
});

it('shortens a long text', () => {
	expect(errorDetails('x'.repeat(10_000)).message).toHaveLength(300);
});
