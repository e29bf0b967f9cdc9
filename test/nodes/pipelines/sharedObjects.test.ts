import { resources } from '../../../nodes/CustomerIoPipelines/resources/index.ts';
import { buildRequest } from '../../../nodes/shared/request/buildRequest.ts';
import { keyValue } from '../../../nodes/shared/schema/fieldBuilders.ts';
import type { ItemInput } from '../../../nodes/shared/schema/itemInput.ts';
import { readField } from '../../../nodes/shared/fieldTypes/index.ts';
import type { Operation } from '../../../nodes/shared/schema/operation.ts';

function input(parameters: Record<string, unknown>): ItemInput {
	return {
		parameter: (name, fallback) => parameters[name] ?? fallback,
		file: async () => undefined,
		json: () => ({}),
		credential: () => undefined,
		timezone: 'UTC',
	};
}

const identify = resources[0]?.operations.identify as Operation;

describe('an object that expressions return for several items', () => {
	it('is not changed by the fields that are added to it', async () => {
		const context = { device: { model: 'X' } };
		const traits = { plan: 'pro' };
		const shared = { userId: '42', traitsInput: 'json', traitsJson: traits };
		const first = await buildRequest(
			identify,
			input({
				...shared,
				email: 'ada@example.com',
				options: { context: { context, ip: '203.0.113.7', deviceType: 'ios' } },
			}),
		);
		const options = { context: { context } };
		const second = await buildRequest(identify, input({ ...shared, options }));
		expect(first.body).toMatchObject({
			traits: { plan: 'pro', email: 'ada@example.com' },
			context: { ip: '203.0.113.7', device: { model: 'X', type: 'ios' } },
		});
		expect(second.body).toEqual({ userId: '42', traits, context });
		expect([context, traits]).toEqual([{ device: { model: 'X' } }, { plan: 'pro' }]);
	});

	it('is copied where it is the whole map', () => {
		const map = { plan: 'pro' };
		const source = (name: string) => (name === 'traitsInput' ? 'json' : map);
		const traits = readField(keyValue('traits', 'Traits'), source, input({}), false);
		expect(traits).toEqual(map);
		expect(traits).not.toBe(map);
	});
});
