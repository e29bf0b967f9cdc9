import { located, startApp, type AppNode } from '../../support/appNode.ts';
import { expectCase, specOperations, type Case } from '../../support/cases.ts';

let app: AppNode;
beforeAll(async () => {
	app = await startApp();
});
afterAll(async () => await app.sandbox.stop());

const newsletterId = located('128275');
const contentId = located('128310');
const testGroupId = located('abc123');
const french = located('fr');
const inNewsletter = 'GET /v1/newsletters/128275';

/** Customer.io rejects the second of two equal creations, so each case has separate languages. */
const language = '={{ $itemIndex === 0 ? "es" : "it" }}';
const email = { type: 'email', subject: '¡Hola!', body: '<h1>¡Hola!</h1>' };

const cases: Case[] = [
	{
		operation: 'getAll',
		parameters: { newsletterId, returnAll: true },
		route: `${inNewsletter}/contents`,
		gives: { id: 128_310, language: '' },
	},
	{
		operation: 'get',
		parameters: { newsletterId, contentId },
		route: `${inNewsletter}/contents/128310`,
		gives: { id: 128_310 },
	},
	{
		operation: 'update',
		parameters: { newsletterId, contentId, updateFields: { subject: 'New', bodyAmp: 'amp' } },
		route: 'PUT /v1/newsletters/128275/contents/128310',
		body: { subject: 'New', body_amp: 'amp' },
		gives: { subject: 'New' },
	},
	{
		operation: 'getTranslation',
		parameters: { newsletterId, language: french },
		route: `${inNewsletter}/language/fr`,
		gives: { language: 'fr', subject: 'Salut' },
	},
	{
		operation: 'updateTranslation',
		parameters: { newsletterId, language: french, updateFields: { subject: 'Bonjour' } },
		route: 'PUT /v1/newsletters/128275/language/fr',
		body: { subject: 'Bonjour' },
		gives: { language: 'fr', subject: 'Bonjour' },
	},
	{
		operation: 'getTestGroups',
		parameters: { newsletterId, returnAll: true },
		route: `${inNewsletter}/test_groups`,
		gives: { id: 'abc123', label: 'A', content_ids: [128_310, 128_311] },
	},
	{
		operation: 'createTestGroup',
		parameters: { newsletterId },
		route: 'POST /v1/newsletters/128275/test_groups',
		gives: { id: 128_275 },
	},
	{
		operation: 'getTestGroupTranslation',
		parameters: { newsletterId, testGroupId, language: french },
		route: `${inNewsletter}/test_group/abc123/language/fr`,
		gives: { language: 'fr' },
	},
	{
		operation: 'updateTestGroupTranslation',
		parameters: { newsletterId, testGroupId, language: french, updateFields: { body: 'x' } },
		route: 'PUT /v1/newsletters/128275/test_group/abc123/language/fr',
		body: { body: 'x' },
		gives: { language: 'fr', body: 'x' },
	},
];

/** These affect later operations, so they have separate tests. */
const elsewhere = [
	'createTranslation',
	'deleteTranslation',
	'createTestGroupTranslation',
	'deleteTestGroupTranslation',
];

describe('newsletter variant', () => {
	it('has every operation of the API spec', () => {
		const covered = [...cases.map(({ operation }) => operation), ...elsewhere];
		expect(covered.sort()).toEqual(specOperations('newsletterVariant').sort());
	});

	it.each(cases)(
		'$operation',
		async (testCase) => await expectCase(app, 'newsletterVariant', testCase),
	);

	const run = async (operation: string, parameters: object, items?: object[]) =>
		await app.run({ resource: 'newsletterVariant', operation, newsletterId, ...parameters }, items);

	it.each([
		['Translation', '', {}],
		['TestGroupTranslation', 'test_group/abc123/', { testGroupId }],
	])('creates, fetches and deletes a %s', async (kind, under, parent) => {
		app.sandbox.reset();
		const created = await run(`create${kind}`, { ...parent, ...email, language }, [{}, {}]);
		expect(created.routes).toEqual(
			Array.from({ length: 2 }, () => `POST /v1/newsletters/128275/${under}language`),
		);
		expect(created.requests[0]?.body).toEqual({
			language: 'es',
			subject: '¡Hola!',
			body: '<h1>¡Hola!</h1>',
		});
		expect(created.json[1]?.content_ids).toHaveLength(4);
		expect(created.requests[0]?.headers.authorization).toBe('Bearer sandbox-app-key');

		const spanish = { ...parent, language: located('es', 'list') };
		const fetched = await run(`get${kind}`, spanish);
		expect(fetched.json[0]).toMatchObject({ language: 'es', subject: '¡Hola!' });

		const gone = await run(`delete${kind}`, spanish);
		expect(gone.routes).toEqual([`DELETE /v1/newsletters/128275/${under}language/es`]);
		expect(gone.json).toEqual([{ deleted: true }]);
		expect((await run(`get${kind}`, spanish)).error?.message).toBe('no language "es"');

		const twice = await run(`create${kind}`, { ...parent, ...email, language: 'fr' });
		expect(twice.error?.message).toBe('the language "fr" exists already');
	});

	it.each([
		['twilio', { body: 'Hi' }, { body: 'Hi' }],
		['webhook', { body: '{}' }, { body: '{}' }],
		['push', { subject: 'Hi', body: '' }, { subject: 'Hi' }],
		['inbox', { bodyJson: '{"type":"a"}' }, { body_json: '{"type":"a"}' }],
		[
			'email',
			{ ...email, additionalFields: { bodyPlain: 'p', bodyAmp: 'a', preheaderText: 't' } },
			{
				subject: email.subject,
				body: email.body,
				body_plain: 'p',
				body_amp: 'a',
				preheader_text: 't',
			},
		],
	])('creates a translation for the channel %s', async (type, parameters, content) => {
		app.sandbox.reset();
		const { requests } = await run('createTranslation', { type, language: 'de', ...parameters });
		expect(requests[0]?.status).toBe(200);
		expect(requests[0]?.body).toEqual({ language: 'de', ...content });
	});

	it('adds a test group, which has separate languages', async () => {
		app.sandbox.reset();
		await run('createTestGroup', {});
		const { json } = await run('getTestGroups', { returnAll: true });
		expect(json.map(({ label }) => label)).toEqual(['A', 'B']);
		const otherLanguage = { testGroupId: located(json[1]?.id), language: french };
		await run('updateTestGroupTranslation', { ...otherLanguage, updateFields: { subject: 'B' } });
		const fetched = await run('getTestGroupTranslation', { testGroupId, language: french });
		expect(fetched.json[0]).toMatchObject({ subject: 'Salut' });
		const rejected = await run('createTranslation', { ...email, language: 'nl' });
		expect(rejected.error?.message).toMatch(/several test groups/);
	});

	it('sends an empty language for the default one', async () => {
		app.sandbox.reset();
		const { routes, json } = await run('getTranslation', { language: located('default', 'list') });
		expect(routes).toEqual([`${inNewsletter}/language/`]);
		expect(json[0]).toMatchObject({ id: 128_310, language: '' });
	});
});
