import type { WorkspaceState } from '../state.ts';

/**
 * Past deliveries and activities of the seeded people: a newsletter to every second person, a campaign
 * message to the others. Ids depend only on the person, so that they are the same in every sandbox.
 */
export function seedHistory(
	state: WorkspaceState,
	from: number,
	idFor: (text: string) => string,
): void {
	state.people.forEach((person, i) => {
		if (person.email === null) return;
		const at = from + i * 60;
		const id = `dgOq6QWq${Buffer.from(idFor(`delivery ${i}`)).toString('base64url')}e7k=`;
		const opened = i % 3 === 0;
		state.deliveries.push({
			id,
			channel: 'email',
			source:
				i % 2 === 0
					? { kind: 'newsletter', newsletterId: 10, contentId: 45 }
					: { kind: 'campaign', campaignId: 5, actionId: 259 },
			cioId: person.cioId,
			recipient: person.email,
			subject: i % 2 === 0 ? 'Weekly Product Update' : 'Welcome',
			body: '<p>Grüezi {{customer.first_name}}</p>',
			state: 'sent',
			metrics: { sent: at, delivered: at + 2, ...(opened ? { opened: at + 600 } : {}) },
			created: at,
			sendAt: null,
			retained: true,
			request: {},
		});
		const types: Array<[type: string, seconds: number]> = [
			['profile_create', -3600],
			['sent_email', 0],
			['delivered_email', 2],
		];
		if (opened) types.push(['opened_email', 600]);
		types.forEach(([type, seconds], n) => {
			state.activities.push({
				id: `01JX${String(i).padStart(4, '0')}${String(n).padStart(2, '0')}0000000000000000`,
				type,
				timestamp: at + seconds,
				cioId: person.cioId,
				...(type === 'profile_create' ? {} : { deliveryId: id, deliveryType: 'email' }),
				data: {},
			});
		});
	});
}
