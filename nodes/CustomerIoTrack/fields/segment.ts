import { boolean, number } from '../../shared/schema/fieldBuilders';

/** Applies where the user entered nothing: an expression may be empty for an item. */
export const DEFAULT_CHECK_SECONDS = 60;

export const checkMembership = boolean(
	'check_membership',
	'Whether to wait until the segment shows the change, and to fail the items of people that Customer.io skipped. Needs an App API credential in the node.',
	{ default: true },
);

export const longestWait = number(
	'wait_seconds',
	'Maximum time to wait for the segment to show the change, if Check Membership is on',
	{ displayName: 'Completion Timeout (Seconds)', default: DEFAULT_CHECK_SECONDS, min: 1 },
);
