/**
 * Writes `examples/contacts.csv`: 1,000 fictional CRM contacts, the same on every run.
 *
 * One in twenty has no email address, and one has a note that is larger than Customer.io accepts.
 */
import { writeFileSync } from 'node:fs';

const FIRST_NAMES =
	'Zoë Łukasz José Søren Amélie Jürgen Ayşe Nguyễn 晴子 伟 민준 Дмитрий Ελένη نور שירה प्रिया Siobhán Iñigo Þóra Ada Grace Alan Kwame Thandiwe'.split(
		' ',
	);
const LAST_NAMES =
	'Ångström Wójcik Núñez Kierkegård Lefèvre Größmann Yılmaz Hoa 田中 王 김 Соколов Παπαδοπούλου الحسن לוי शर्मा O’Brien Etxeberria Jónsdóttir Lovelace Hopper Turing Mensah Nkosi'.split(
		' ',
	);
const COMPANIES = [
	'Müller & Söhne GmbH',
	'Café "Zur Post"',
	'Acme, Inc.',
	'株式会社さくら',
	'Øl & Brød A/S',
];
const PLANS = ['free', 'trial', 'pro', 'enterprise'];
const CITIES = ['Zürich', 'São Paulo', 'Kraków', '東京', 'Montréal', 'Αθήνα', 'Nairobi', 'Oslo'];

/** The row whose note is too large. */
const TOO_LARGE = 500;

function cell(value: string): string {
	return /[",\n]/.test(value) ? `"${value.replaceAll('"', '""')}"` : value;
}

const pick = (from: string[], n: number): string => from[n % from.length] ?? '';

const rows = Array.from({ length: 1000 }, (_, index) => {
	const n = index + 1;
	const note =
		n === TOO_LARGE
			? 'Imported call log. '.repeat(2200)
			: `Met at the fair, stand ${n % 40}. ${'Interested in the spring offer. '.repeat(8 + (n % 7))}`;
	return [
		`crm-${String(n).padStart(4, '0')}`,
		n % 20 === 7 ? '' : `contact${n}@example.com`,
		pick(FIRST_NAMES, n),
		pick(LAST_NAMES, n * 7),
		pick(COMPANIES, n * 3),
		pick(PLANS, n),
		pick(CITIES, n * 5),
		new Date(Date.UTC(2024, 0, 1 + (n % 700))).toISOString(),
		note.trim(),
	];
});

const header = [
	'id',
	'email',
	'first_name',
	'last_name',
	'company',
	'plan',
	'city',
	'signed_up',
	'note',
];
const csv = [header, ...rows].map((row) => row.map(cell).join(',')).join('\n');
writeFileSync('examples/contacts.csv', `${csv}\n`);
