import { onN8n1, testCredential } from '../../tools/engine/harness.ts';
import { bearer, server, setSampleStage } from '../support/sampleStage.ts';

setSampleStage();

const run = async () => await testCredential('sampleBearerApi', bearer().sampleBearerApi);

test('OK', async () => {
	expect(await run()).toEqual({ status: 'OK', message: 'Connection successful!' });
	expect(server.requests[0]).toMatchObject({ method: 'GET', path: '/me?strict=Bearer&from=n8n' });
	expect(server.requests[0]?.headers.authorization).toBe('Bearer secret');
});

test('a response code without a rule gives the status text', async () => {
	server.reply = () => ({ status: 401 });
	expect(await run()).toEqual({
		status: 'Error',
		message: onN8n1 ? 'Authorization failed - please check your credentials' : 'Unauthorized',
	});
});

test('a response code with a rule gives its message', async () => {
	server.reply = () => ({ status: 403 });
	expect(await run()).toEqual({
		status: 'Error',
		message: onN8n1 ? 'Forbidden - perhaps check your credentials?' : 'The key lacks a scope',
	});
});

test('a body with a rule gives its message', async () => {
	server.reply = () => ({ status: 200, body: { state: { name: 'disabled' } } });
	expect(await run()).toEqual({ status: 'Error', message: 'The key is disabled' });
});

test('a refused connection gives its error code', async () => {
	const result = await testCredential('sampleBearerApi', { key: 'k', url: 'http://127.0.0.1:9' });
	expect(result).toEqual({
		status: 'Error',
		message: onN8n1 ? 'The service refused the connection - perhaps it is offline' : 'ECONNREFUSED',
	});
});

test('an expression that cannot be resolved gives its message', async () => {
	const result = await testCredential('sampleBearerApi', {
		key: '={{ nope( }}',
		url: server.url,
	});
	expect(result.status).toBe('Error');
	expect(server.requests).toHaveLength(0);
});
