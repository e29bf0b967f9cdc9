/** Trials of the trigger: a series of what a user, n8n and Customer.io do, under faults of the service. */
import fc from 'fast-check';

import { isSlow, requestFault, type FaultPlan } from './faults.ts';

export type TriggerStep =
	/** The user activates the workflow, or n8n does when it starts. */
	| { readonly do: 'activate' | 'restart'; readonly faults: readonly FaultPlan[] }
	| { readonly do: 'deactivate'; readonly faults: readonly FaultPlan[] }
	/** The user chooses other events. */
	| { readonly do: 'choose'; readonly events: readonly string[] }
	/** The expression of the signing key gives nothing from now on, or the key again. */
	| { readonly do: 'loseKey' | 'findKey' }
	/** The credential cannot be read from now on, or can again. */
	| { readonly do: 'loseCredential' | 'findCredential' }
	/** The registration is deleted in Customer.io, or has got a duplicate. */
	| { readonly do: 'unregister' | 'duplicate' }
	/** A request arrives at the webhook's URL. */
	| {
			readonly do: 'receive';
			readonly event: string;
			readonly signed: boolean;
			readonly repeated: boolean;
	  };

export interface TriggerTrial {
	readonly kind: 'trigger';
	readonly steps: readonly TriggerStep[];
	/** Whether n8n has an address that Customer.io cannot reach, and no proxy that can. */
	readonly unreachable: boolean;
}

export const EVENTS = ['email_sent', 'email_opened', 'sms_sent'] as const;

const fault = requestFault.filter((plan) => !isSlow(plan) && plan.what !== 'rateLimited');
/** A short outage ends before n8n removes what it could not activate. */
const faults = fc.oneof(
	fc.constant([]),
	fc.array(fault, { minLength: 1, maxLength: 2 }),
	fault.map((plan) => [{ ...plan, times: 50, every: 1 }]),
);

const step: fc.Arbitrary<TriggerStep> = fc.oneof(
	{
		weight: 5,
		arbitrary: fc.record({
			do: fc.constantFrom('activate' as const, 'restart' as const, 'restart' as const),
			faults,
		}),
	},
	{ weight: 1, arbitrary: fc.record({ do: fc.constant('deactivate' as const), faults }) },
	{
		weight: 1,
		arbitrary: fc.record({
			do: fc.constant('choose' as const),
			events: fc.subarray([...EVENTS], { minLength: 1 }),
		}),
	},
	{
		weight: 3,
		arbitrary: fc
			.constantFrom(
				...([
					'loseKey',
					'findKey',
					'loseCredential',
					'findCredential',
					'unregister',
					'duplicate',
				] as const),
			)
			.map((action) => ({ do: action })),
	},
	{
		weight: 4,
		arbitrary: fc.record({
			do: fc.constant('receive' as const),
			event: fc.constantFrom(...EVENTS),
			signed: fc.boolean(),
			repeated: fc.boolean(),
		}),
	},
);

export const triggerTrials: fc.Arbitrary<TriggerTrial> = fc.record({
	kind: fc.constant('trigger' as const),
	steps: fc
		.array(step, { minLength: 1, maxLength: 8 })
		.map((steps) => [{ do: 'activate' as const, faults: [] }, ...steps]),
	unreachable: fc.nat(9).map((n) => n === 9),
});
