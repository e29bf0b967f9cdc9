import { ok } from '../handler.ts';
import type { Handler } from '../handler.ts';

export const workspace: Record<string, Handler> = {
	getAll: ({ state }) =>
		ok({
			workspaces: state.workspaces.map((entry) => ({
				...entry,
				messages_sent: state.deliveries.filter((delivery) => delivery.state === 'sent').length,
				billable_messages_sent: state.deliveries.filter(
					(delivery) => delivery.state === 'sent' && delivery.channel === 'email',
				).length,
				people: state.people.length,
				object_types: state.objectTypes.length,
				objects: state.objects.length,
			})),
		}),
};
