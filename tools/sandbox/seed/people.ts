import { addPerson } from '../people.ts';
import type { Person, WorkspaceState } from '../state.ts';

const NAMES: Array<[first: string, last: string]> = [
	['Zoë', 'Ångström'],
	['Łukasz', 'Wójcik'],
	['José', 'Núñez'],
	['Søren', 'Kierkegård'],
	['Amélie', 'Lefèvre'],
	['Jürgen', 'Größmann'],
	['Ayşe', 'Yılmaz'],
	['Nguyễn', 'Thị Hoa'],
	['晴子', '田中'],
	['伟', '王'],
	['민준', '김'],
	['Дмитрий', 'Соколов'],
	['Ελένη', 'Παπαδοπούλου'],
	['نور', 'الحسن'],
	['שירה', 'לוי'],
	['प्रिया', 'शर्मा'],
	['Siobhán', 'O’Brien'],
	['Chloë', 'van der Berg'],
	['Iñigo', 'Etxeberria'],
	['Þóra', 'Jónsdóttir'],
	['Björk', 'Guðmundsdóttir'],
	['Mária', 'Kováčová'],
	['Renée', 'D’Aubigné'],
	['Thandiwe', 'Nkosi'],
	['Kwame', 'Mensah'],
	['Ana', 'Pérez'],
	['Grace', 'Hopper'],
	['Ada', 'Lovelace'],
	['Alan', 'Turing'],
	['Margaret', 'Hamilton'],
	['Radia', 'Perlman'],
	['Edsger', 'Dijkstra'],
	['Frances', 'Allen'],
	['Barbara', 'Liskov'],
	['Ken', 'Thompson'],
	['Hedy', 'Lamarr'],
];

const PLANS = ['free', 'trial', 'pro', 'enterprise'];
const CITIES = ['Zürich', 'São Paulo', 'Kraków', '東京', 'Montréal', 'Αθήνα', 'Nairobi', 'Oslo'];
const LANGUAGES = ['en', 'de', 'fr', 'es', 'ja', 'pl'];
/** 1 March 2025; from then on, one person joined per day. */
const FIRST_JOINED = 1_740_787_200;

function setAttributes(person: Person, values: Record<string, unknown>, at: number): void {
	for (const [name, value] of Object.entries(values)) {
		person.attributes[name] = value;
		person.timestamps[name] = at;
	}
}

/**
 * Fills the workspace with people `1` to `36` and a few to test identification: ids with a slash,
 * an accent and dots, an address with a plus, one with only an email and one with only an id.
 */
export function seedPeople(state: WorkspaceState): void {
	NAMES.forEach(([first, last], i) => {
		const id = String(i + 1);
		const joined = FIRST_JOINED + i * 86_400;
		const person = addPerson(
			state,
			{
				id,
				email: `person${id}@example.com`,
				cioId: `a30000${(i + 1).toString(16).padStart(2, '0')}`,
			},
			joined,
		);
		setAttributes(
			person,
			{
				first_name: first,
				last_name: last,
				plan: PLANS[i % PLANS.length],
				city: CITIES[i % CITIES.length],
				language: LANGUAGES[i % LANGUAGES.length],
				phone: `+1555${String(1_000_000 + i)}`,
				logins: i * 3,
				...(i % 5 === 0 ? { tags: ['beta', 'newsletter'] } : {}),
			},
			joined,
		);
		if (i % 9 === 8) person.unsubscribed = true;
		if (i % 3 === 0) {
			person.devices.push({
				id: `device-${id}`,
				platform: i % 2 === 0 ? 'ios' : 'android',
				last_used: joined + 3600,
				attributes: { app_version: '4.2.0', device_locale: 'en-US', push_enabled: 'true' },
			});
		}
		if (i % 4 === 0) {
			person.relationships.push({
				objectTypeId: '1',
				objectId: i % 8 === 0 ? 'acme' : 'globex',
				attributes: { role: i % 8 === 0 ? 'admin' : 'member' },
				timestamps: { role: joined },
			});
		}
	});

	const odd: Array<[identity: { id?: string; email?: string }, first: string]> = [
		[{ id: 'org/42', email: 'slash@example.com' }, 'Slash'],
		[{ id: 'zoë-ångström', email: 'zoe@example.com' }, 'Zoë'],
		[{ id: 'user_123', email: 'ana+news@example.com' }, 'Ana'],
		[{ email: 'only.email@example.com' }, 'Mail'],
		[{ id: 'only-id' }, 'Id'],
		[{ id: '12345', email: 'cool.person@example.com' }, 'Cool'],
		[{ id: 'bouncing', email: 'bounce@example.com' }, 'Bounce'],
	];
	odd.forEach(([identity, first], i) => {
		const at = FIRST_JOINED + (NAMES.length + i) * 86_400;
		setAttributes(addPerson(state, identity, at), { first_name: first, plan: 'pro' }, at);
	});
}
