/** The examples of the Track node, run against the sandbox. */
import { errorsOf, jsonOf, setStage, type Stage } from './runExample.ts';

let stage: Stage;
beforeEach(async () => {
	stage = await setStage();
});
afterEach(async () => await stage.stop());

const requests = () =>
	stage.sandbox.requests.map(({ path, query, body, status }) => ({
		path,
		query: { ...query },
		body,
		status,
	}));

const emails = () => stage.sandbox.state.people.map(({ email }) => email);

test('crm-list-to-segment adds and removes people, in a request each', async () => {
	const result = await stage.run('crm-list-to-segment');
	const query = { id_type: 'email' };
	// Whether the segment is a manual one.
	const lookup = { path: '/v1/segments/12', query: {}, body: undefined, status: 200 };
	expect(requests()).toEqual([
		lookup,
		{
			path: '/api/v1/segments/12/add_customers',
			query,
			body: { ids: ['person1@example.com', 'person2@example.com'] },
			status: 200,
		},
		lookup,
		{
			path: '/api/v1/segments/12/remove_customers',
			query,
			body: { ids: ['person3@example.com'] },
			status: 200,
		},
	]);
	expect(errorsOf(result, 'Add to segment')).toEqual([
		expect.stringContaining('Person: is required'),
	]);
});

test('duplicates-to-merge merges the pairs that name two people', async () => {
	const result = await stage.run('duplicates-to-merge');
	expect(jsonOf(result, 'Merge people')).toHaveLength(2);
	expect(errorsOf(result, 'Merge people')).toEqual([
		expect.stringContaining('must be another person'),
	]);
	expect(emails()).toContain('person1@example.com');
	expect(emails()).not.toContain('person2@example.com');
});

test('website-form-to-customerio-form submits the form with its values as text', async () => {
	const result = await stage.run('website-form-to-customerio-form', { from: 'Website form' });
	expect(errorsOf(result, 'Submit form')).toEqual([]);
	expect(requests()).toMatchObject([
		{
			path: '/api/v1/forms/newsletter/submit',
			body: { data: { email: 'zoe@example.com', first_name: 'Zoë', age: '36' } },
			status: 204,
		},
	]);
});

test('provider-bounces-to-metrics reports bounces, and suppresses who complained', async () => {
	const result = await stage.run('provider-bounces-to-metrics');
	expect(errorsOf(result, 'Report bounces')).toEqual([]);
	expect(stage.sandbox.requests.map(({ path }) => path)).toEqual([
		'/api/v1/metrics',
		'/api/v2/entity',
	]);
	expect(emails()).not.toContain('person5@example.com');
	expect(stage.sandbox.state.suppressed).toContain('person5@example.com');
});
