import { createHash, randomBytes } from 'node:crypto';

/** A delivery id as Customer.io writes them: URL-safe base64 that keeps its padding, so it needs encoding. */
export function deliveryId(): string {
	return randomBytes(26).toString('base64').replace(/\+/g, '-').replace(/\//g, '_');
}

const CROCKFORD = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
let counter = 0;

/** A ULID: 10 characters of time, then a counter, so that ids sort by creation. */
export function ulid(now: number = Date.now()): string {
	let time = now;
	let head = '';
	for (let i = 0; i < 10; i++) {
		head = (CROCKFORD[time % 32] ?? '0') + head;
		time = Math.floor(time / 32);
	}
	let rest = ++counter;
	let tail = '';
	for (let i = 0; i < 6; i++) {
		tail = (CROCKFORD[rest % 32] ?? '0') + tail;
		rest = Math.floor(rest / 32);
	}
	const random = [...randomBytes(10)].map((byte) => CROCKFORD[byte % 32]).join('');
	return head + tail + random;
}

/** A number from 0 to 99 derived from the text, for shares that tests can predict. */
export function percentile(text: string): number {
	return createHash('sha256').update(text).digest().readUInt16BE(0) % 100;
}

/** A cio_id: twelve hexadecimal digits, stable for the text. */
export function cioIdFor(text: string): string {
	return 'a3' + createHash('sha256').update(text).digest('hex').slice(0, 10);
}

/** Unix seconds. */
export function unixNow(): number {
	return Math.floor(Date.now() / 1000);
}
