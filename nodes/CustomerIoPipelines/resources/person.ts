import { text } from '../../matrix/fields';
import { operation, type Resource } from '../../matrix/vocabulary';

export const person: Resource = {
	name: 'person',
	displayName: 'Person',
	description: 'Someone whom Customer.io knows',
	operations: {
		identify: operation({
			name: 'Identify',
			action: 'Identify person',
			description: 'Create or update a person',
			route: 'POST /v1/identify',
			repeatable: true,
			fields: [text('userId', 'ID of the person', { required: true })],
			output: { kind: 'done' },
		}),
	},
};
