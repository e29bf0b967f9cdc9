import { requiredTogether } from '../../shared/schema/requestChecks';
import {
	variant,
	constant,
	identifier,
	number,
	keyValue,
	options,
	string,
	dateTime,
} from '../../shared/schema/fieldBuilders';
import { item } from '../../shared/schema/output';
import type { Field } from '../../shared/schema/fields';
import { operation, type Resource } from '../../shared/schema/operation';
import type { Json } from '../../shared/utils/json';

const MAX_HOURS = 6;
const MAX_SEGMENTS = 20;

const instanceId = string('instance_id', 'ID that Start returned', {
	identifies: true,
	displayName: 'Live Notification ID',
	required: true,
	placeholder: '01J9Z3N6T3B7Q0M1',
});

const notificationType = string(
	'notification_type',
	'Type as the app registered it, in reverse-DNS form',
	{ required: true, placeholder: 'com.example.delivery' },
);

const inAttributes = { bodyPath: 'attributes' } as const;
const inState = { bodyPath: 'content_state' } as const;

const header = string('header', 'Text in the top row, which stays the same', {
	...inAttributes,
	required: true,
});

const attributes = keyValue('attributes', 'Values that stay the same from start to end');

/** @see https://docs.customer.io/messaging/channels/live-notifications/payload-reference/ */
const sameAttributes = keyValue(
	'attributes',
	'Values that stay the same, such as the header, for devices that need them again',
);

const contentState = keyValue('content_state', 'Values to show; times as Unix seconds');

const segments: readonly Field[] = [
	string('status', 'First line', { ...inState, required: true, placeholder: 'Out for delivery' }),
	string('substatus', 'Second line', { ...inState, topLevel: true }),
	number('segmentsTotal', 'How many segments there are, at most 20', {
		...inState,
		required: true,
		min: 1,
		max: MAX_SEGMENTS,
		default: 1,
	}),
	number('segmentsComplete', 'How many segments are filled', {
		...inState,
		required: true,
		min: 0,
	}),
	string('trailingText', 'Short text at the end', { ...inState, topLevel: true }),
];

const countdown: readonly Field[] = [
	string('title', 'First line', { ...inState, required: true, parameter: 'countdownTitle' }),
	string('statusMessage', 'Second line', { ...inState, topLevel: true }),
	dateTime('endTime', 'When the countdown ends', { ...inState, topLevel: true }),
];

const alert = { bodyPath: 'push_payload.alert', collection: 'alert' } as const;
const alertTitle = string('title', 'Title of the alert. On iOS, a start needs one.', {
	...alert,
	displayName: 'Alert Title',
});
const alertBody = string('body', 'Text of the alert', { ...alert, displayName: 'Alert Body' });

/** Optional fields of every request. */
const common: readonly Field[] = [
	alertTitle,
	alertBody,
	string('sound', 'Sound of the alert', alert),
	string('deep_link', 'Link that opens on tap', { placeholder: 'myapp://orders/1' }),
];

const alertIsWhole = [requiredTogether(alertTitle, alertBody)];

const CUSTOM = {
	name: 'Custom',
	description: 'Of the app itself, with values of its own',
};
const SEGMENTS = {
	name: 'Segments',
	description: 'Steps of which some are done; made by Customer.io for Android',
};
const COUNTDOWN = {
	name: 'Countdown Timer',
	description: 'Time that runs out; made by Customer.io for Android',
};

/** The content of a running notification: all of it is replaced. */
const newContent = (
	furtherOptions: Readonly<
		Record<string, { name: string; description: string; fields: readonly Field[] }>
	> = {},
) =>
	variant(
		'layout',
		'What the notification shows',
		{
			...furtherOptions,
			custom: { ...CUSTOM, fields: [{ ...contentState, required: true }] },
			segments: { ...SEGMENTS, fields: segments },
			countdown: { ...COUNTDOWN, fields: countdown },
		},
		{ displayName: 'Content' },
	);

/** @see https://docs.customer.io/integrations/api/app/#tag/live-notifications */
export const liveNotification: Resource = {
	name: 'liveNotification',
	displayName: 'Live Notification',
	description: 'Live Activities on iOS and live notifications on Android',
	operations: {
		start: operation({
			name: 'Start',
			action: 'Start live notification',
			description: 'Start a live notification on the devices of a person',
			route: 'POST /v1/live_notifications/start',
			fields: [
				identifier(
					'identifiers',
					'The person who gets the notification',
					[
						{ name: 'email', displayName: 'By Email', placeholder: 'ada@example.com' },
						{ name: 'id', displayName: 'By ID', placeholder: '42' },
						{ name: 'phone', displayName: 'By Phone', placeholder: '+4930901820' },
						{
							name: 'internal',
							displayName: 'By Customer.io ID',
							placeholder: 'a3000001',
							prefix: 'cio_',
						},
					],
					{ displayName: 'Person', required: true },
				),
				variant(
					'layout',
					'What the notification shows',
					{
						custom: {
							...CUSTOM,
							fields: [
								notificationType,
								{ ...attributes, required: true, check: needsOne },
								{ ...contentState, required: true },
							],
						},
						segments: {
							...SEGMENTS,
							fields: [
								constant('notification_type', 'io.customer.livenotifications.segments'),
								header,
								...segments,
							],
						},
						countdown: {
							...COUNTDOWN,
							fields: [
								constant('notification_type', 'io.customer.livenotifications.countdowntimer'),
								header,
								...countdown,
							],
						},
					},
					{ displayName: 'Content' },
				),
				options('platform', 'Only devices of this platform', [
					{ name: 'Android', value: 'android' },
					{ name: 'iOS', value: 'ios' },
				]),
				string('device_id', 'Only the device with this token', {
					displayName: 'Device ID',
					identifies: true,
				}),
				string('app_identifier', 'Bundle or package of the app, if there are several', {
					placeholder: 'com.example.app',
				}),
				...common,
				dateTime('expiration', 'When the notification ends automatically, at most 6 hours ahead', {
					check: withinHours,
				}),
			],
			checks: alertIsWhole,
			output: item(),
		}),
		update: operation({
			name: 'Update',
			action: 'Update live notification',
			description: 'Show new content in a live notification. All of the content is replaced.',
			route: 'POST /v1/live_notifications/update',
			fields: [instanceId, newContent(), sameAttributes, ...common],
			checks: alertIsWhole,
			output: item(),
		}),
		end: operation({
			name: 'End',
			action: 'End live notification',
			description: 'End a live notification',
			route: 'POST /v1/live_notifications/end',
			fields: [
				instanceId,
				newContent({
					last: { name: 'Keep Current', description: 'Keep what is shown now', fields: [] },
				}),
				sameAttributes,
				...common,
			],
			checks: alertIsWhole,
			output: item(),
		}),
		get: operation({
			name: 'Get',
			action: 'Get live notification',
			description: 'Get the state of a live notification, and its last delivery',
			route: 'GET /v1/live_notifications/{instance_id}',
			fields: [instanceId],
			output: item(),
		}),
	},
};

function needsOne(value: Json): string | undefined {
	return Object.keys(value ?? {}).length === 0 ? 'must hold at least one value' : undefined;
}

function withinHours(value: Json): string | undefined {
	const latest = Date.now() / 1000 + MAX_HOURS * 60 * 60;
	return Number(value) > latest ? `must be at most ${MAX_HOURS} hours ahead` : undefined;
}
