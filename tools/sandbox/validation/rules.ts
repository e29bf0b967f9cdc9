import type { AppSpec } from '../spec.ts';
import { isObject } from '../types.ts';
import type { Problem } from './problems.ts';

/** A documented rule that spans several fields or cannot be expressed as the size of one field. */
type Rule = (body: Record<string, unknown>, limits: AppSpec['limits'], now: number) => Problem[];

const DAY = 86_400;

/** Addresses in a recipient header: commas inside quotes or angle brackets do not separate. */
export function splitAddresses(header: string): string[] {
	const parts: string[] = [];
	let current = '';
	let quoted = false;
	let angled = false;
	for (const char of header) {
		if (char === '"') quoted = !quoted;
		else if (!quoted && char === '<') angled = true;
		else if (!quoted && char === '>') angled = false;
		if (char === ',' && !quoted && !angled) {
			parts.push(current);
			current = '';
		} else current += char;
	}
	parts.push(current);
	return parts.map((part) => part.trim()).filter((part) => part !== '');
}

/** The bare address of `"Ana" <ana@example.com>`. */
export function bareAddress(text: string): string {
	return (/<([^<>]*)>\s*$/.exec(text)?.[1] ?? text).trim();
}

const numberOf = (value: number | string | undefined): number =>
	typeof value === 'number' ? value : Number.POSITIVE_INFINITY;

const sendRule: Rule = (body, limits, now) => {
	const problems: Problem[] = [];
	const days = numberOf(limits.sendAtMaxDaysAhead);
	if (typeof body.send_at === 'number' && body.send_at > now + days * DAY)
		problems.push({ at: 'body.send_at', message: `is more than ${days} days ahead` });
	return problems;
};

const emailRule: Rule = (body, limits, now) => {
	const problems = sendRule(body, limits, now);
	const maxRecipients = numberOf(limits.transactionalRecipients);
	const addresses = ['to', 'cc', 'bcc'].flatMap((key) => {
		const value = body[key];
		return typeof value === 'string' ? splitAddresses(value) : [];
	});
	if (addresses.length > maxRecipients)
		problems.push({
			at: 'body.to',
			message: `${addresses.length} recipients across to, cc and bcc, at most ${maxRecipients} are allowed`,
		});
	if (
		typeof body.to === 'string' &&
		!addresses.some((address) => bareAddress(address).includes('@'))
	)
		problems.push({ at: 'body.to', message: 'contains no email address' });
	if (isObject(body.attachments)) {
		const bytes = Object.values(body.attachments).reduce<number>(
			(sum, text) => sum + (typeof text === 'string' ? Buffer.byteLength(text, 'base64') : 0),
			0,
		);
		const maxBytes = numberOf(limits.transactionalAttachmentsBytes);
		if (bytes > maxBytes)
			problems.push({
				at: 'body.attachments',
				message: `hold ${bytes} bytes, at most ${maxBytes} are allowed`,
			});
	}
	return problems;
};

const triggerRule: Rule = (body) => {
	const entries = Array.isArray(body.per_user_data) ? body.per_user_data : [];
	return entries.flatMap((entry: unknown, i) =>
		isObject(entry) && 'id' in entry === 'email' in entry
			? [{ at: `body.per_user_data[${i}]`, message: 'needs exactly one of id and email' }]
			: [],
	);
};

const newsletterRate: Rule = (body) =>
	'rate_limit_email_rate' in body === 'rate_limit_time_period' in body
		? []
		: [
				{
					at: 'body.rate_limit_email_rate',
					message: 'goes together with rate_limit_time_period',
				},
			];

const objectSearch: Rule = (body) => {
	const problems: Problem[] = [];
	const visit = (node: unknown, at: string): void => {
		if (Array.isArray(node)) node.forEach((entry, i) => visit(entry, `${at}[${i}]`));
		else if (isObject(node)) {
			if ('type_id' in node && String(node.type_id) !== String(body.object_type_id))
				problems.push({ at: `${at}.type_id`, message: 'must equal object_type_id' });
			for (const [key, inner] of Object.entries(node)) visit(inner, `${at}.${key}`);
		}
	};
	visit(body.filter, 'body.filter');
	return problems;
};

/** The spec states the limits of collections only as text: 10 MB in total, 10 KB per row. */
const collectionRows = (rows: unknown, at: string): Problem[] => {
	if (!Array.isArray(rows)) return [];
	const total = Buffer.byteLength(JSON.stringify(rows));
	if (total > 10_000_000) return [{ at, message: `is ${total} bytes, at most 10 MB are allowed` }];
	return rows.flatMap((row: unknown, i) => {
		const bytes = Buffer.byteLength(JSON.stringify(row));
		return bytes > 10_000
			? [{ at: `${at}[${i}]`, message: `is ${bytes} bytes, at most 10 KB are allowed` }]
			: [];
	});
};

const liveNotification: Rule = (body, limits, now) => {
	const problems: Problem[] = [];
	const state = isObject(body.content_state) ? body.content_state : {};
	const attributes = isObject(body.attributes) ? body.attributes : {};
	const needs = (ok: boolean, at: string): void => {
		if (!ok) problems.push({ at, message: 'is required by this notification_type' });
	};
	if (String(body.notification_type).endsWith('.livenotifications.segments')) {
		needs(typeof attributes.header === 'string', 'body.attributes.header');
		needs(typeof state.status === 'string', 'body.content_state.status');
		needs(Number.isInteger(state.segmentsTotal), 'body.content_state.segmentsTotal');
		needs(Number.isInteger(state.segmentsComplete), 'body.content_state.segmentsComplete');
	} else if (String(body.notification_type).endsWith('.livenotifications.countdowntimer')) {
		needs(typeof attributes.header === 'string', 'body.attributes.header');
		needs(typeof state.title === 'string', 'body.content_state.title');
	}
	const hours = numberOf(limits.liveNotificationMaxHours);
	if (typeof body.expiration === 'number' && body.expiration > now + hours * 3600)
		problems.push({ at: 'body.expiration', message: `is more than ${hours} hours ahead` });
	return problems;
};

const RULES: Record<string, Rule> = {
	'transactional.sendEmail': emailRule,
	'transactional.sendPush': sendRule,
	'transactional.sendSms': sendRule,
	'transactional.sendWhatsApp': sendRule,
	'transactional.sendInApp': sendRule,
	'transactional.sendInboxMessage': sendRule,
	'broadcast.trigger': triggerRule,
	'newsletter.create': newsletterRate,
	'newsletter.send': newsletterRate,
	'newsletter.schedule': newsletterRate,
	'object.search': objectSearch,
	'collection.create': (body) => collectionRows(body.data, 'body.data'),
	'collection.update': (body) => collectionRows(body.data, 'body.data'),
	'liveNotification.start': liveNotification,
};

/**
 * The documented rules of one operation that its field descriptions cannot express.
 * @param now Unix seconds
 */
export function checkRules(
	key: string,
	body: unknown,
	limits: AppSpec['limits'],
	now: number,
): Problem[] {
	if (key === 'collection.updateContent') return collectionRows(body, 'body');
	return isObject(body) ? (RULES[key]?.(body, limits, now) ?? []) : [];
}
