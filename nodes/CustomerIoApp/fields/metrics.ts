import { sortedByName } from '../../shared/utils/casing';
import {
	variant,
	constant,
	boolean,
	number,
	options,
	string,
	dateTime,
} from '../../shared/schema/fieldBuilders';
import { InputError } from '../../shared/utils/errors';
import { item, list } from '../../shared/schema/output';
import { checkTimeZone } from '../../shared/utils/dates';
import type { OptionsField, Option } from '../../shared/schema/fields';
import type { RequestCheck } from '../../shared/schema/operation';
import type { Json } from '../../shared/utils/json';

const MAX_STEPS: { readonly [period: string]: number } = {
	hours: 24,
	days: 45,
	weeks: 12,
	months: 121,
};

const PERIODS = [
	{ name: 'Hours', value: 'hours' },
	{ name: 'Days', value: 'days' },
	{ name: 'Weeks', value: 'weeks' },
	{ name: 'Months', value: 'months' },
];

const period = options(
	'period',
	'Length of a period. Days, weeks and months start at 00:00 EST.',
	PERIODS,
	{ topLevel: true, default: 'days' },
);

const steps = number(
	'steps',
	'Number of periods up to now: at most 24 hours, 45 days, 12 weeks or 121 months. Use 0 for the maximum.',
	{ topLevel: true, min: 0, max: 121 },
);

/** Fields of reports that count periods back from now. */
export const bySteps = [period, steps] as const;

/** The maximum of steps depends on the period. */
const stepsFitPeriod: RequestCheck = ({ query }) => {
	const unit = query.get('period') ?? 'days';
	const maxSteps = MAX_STEPS[unit] ?? Infinity;
	const stepCount = Number(query.get('steps') ?? 0);
	return stepCount <= maxSteps
		? undefined
		: new InputError(
				'Steps',
				`must be at most ${maxSteps} when the period is ${unit}, but is ${stepCount}`,
				'Ask for fewer periods, or for longer ones.',
			);
};

export const stepChecks = [stepsFitPeriod];

/** Says which time zone applies: beside a time zone field, a time could be taken for one in that zone. */
export const WHOSE_CLOCK = "Times without a time zone use the workflow's time zone.";

/** The API has two names for each length. */
const RESOLUTIONS = 'hours hourly days daily weeks weekly months monthly'.split(' ');

/**
 * The time range of a campaign's report: a window, or steps. The version selects one of the two.
 *
 * The time zone is always sent, because Customer.io does not document a default.
 */
export const reportBy = variant('report_by', 'How to define the time range of the report', {
	window: {
		name: 'Time Window',
		description: 'From one time to another, in a time zone',
		fields: [
			constant('version', '2'),
			options('res', 'Length of a period', PERIODS, {
				displayName: 'Resolution',
				topLevel: true,
				default: 'days',
				allowOther: true,
				check: resolution,
			}),
			dateTime('start', `Start of the report. ${WHOSE_CLOCK}`, { topLevel: true }),
			dateTime('end', `End of the report. ${WHOSE_CLOCK}`, { topLevel: true, notBefore: 'start' }),
			string('tz', 'Time zone of the periods, by its IANA name', {
				displayName: 'Time Zone',
				topLevel: true,
				default: 'UTC',
				placeholder: 'Europe/Berlin',
				check: checkTimeZone,
			}),
		],
	},
	steps: {
		name: 'Number of Periods',
		description: 'Counted back from now, in EST. Customer.io calls this way deprecated.',
		fields: [constant('version', '1'), ...bySteps],
	},
});

export const unique = boolean('unique', 'Whether to count each person only once per link', {
	default: true,
});

const channelNames: { readonly [type: string]: string } = {
	email: 'Email',
	in_app: 'In-App',
	inbox: 'Inbox',
	live_notification: 'Live Notification',
	push: 'Push',
	slack: 'Slack',
	twilio: 'SMS',
	webhook: 'Webhook',
	whatsapp: 'WhatsApp',
};

const channels = (types: readonly string[]): Option[] =>
	sortedByName(types.map((value) => ({ name: channelNames[value] ?? value, value })));

const newsletterChannels = channels('email in_app inbox push twilio webhook'.split(' '));
const journeyChannels = channels(
	'email in_app live_notification push slack twilio webhook whatsapp'.split(' '),
);

const channelOf = (choices: readonly Option[], description: string): OptionsField<'type'> =>
	options('type', description, choices, { displayName: 'Channel' });

export const channel = channelOf(journeyChannels, 'Only this channel');

/** In the API specification; for actions, the official SDK says that the API does not take it. */
export const metricChannel = channelOf(
	journeyChannels,
	'Only this channel. Customer.io may ignore it for a single action.',
);

/** Only in the API specification or only in the official SDK, never in both. */
export const newsletterChannel = channelOf(
	newsletterChannels,
	'Only this channel; Customer.io may ignore it here',
);

export const metricOutput = item('metric', { metrics: true });
/** The response may have its window beside the metrics. */
export const metricWithWindowOutput = item(undefined, { metrics: true });
export const linksOutput = list('links', { metrics: true });

function resolution(value: Json): string | undefined {
	return RESOLUTIONS.includes(String(value))
		? undefined
		: `must be one of ${RESOLUTIONS.join(', ')}, but is "${String(value)}"`;
}
