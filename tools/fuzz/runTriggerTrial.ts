/** Runs the built trigger of a trial as n8n does: activation, restarts, events, removal. */
import { randomUUID } from 'node:crypto';

import { triggerContexts, type TriggerContexts } from '../engine/harness.ts';
import { signWebhook, startSandbox, type Sandbox } from '../sandbox/sandbox.ts';
import { complaints, type Complain } from './complaints.ts';
import type { FaultPlan } from './faults.ts';
import { startGateway, type Gateway } from './gateway.ts';
import { secretIn } from './secrets.ts';
import { EVENTS, type TriggerStep, type TriggerTrial } from './triggerTrials.ts';

/** A registration of somebody else, which the trigger must leave alone. */
const FOREIGN = {
	id: 9001,
	name: 'data warehouse',
	endpoint: 'https://warehouse.example.com/events',
	events: ['email_sent'],
	disabled: false,
	full_resolution: false,
	with_content: false,
};

/** A service that is out of order for the moment, as opposed to one that rejects a request. */
function isOutage(plan: FaultPlan): boolean {
	if (plan.what === 'status')
		return plan.status >= 500 || plan.status === 408 || plan.status === 425;
	return plan.what !== 'redirect';
}

export async function runTriggerTrial(trial: TriggerTrial): Promise<string[]> {
	const appKey = `key-${randomUUID()}`;
	const signingKey = `sign-${randomUUID()}`;
	const sandbox = await startSandbox({ limits: false, appKey, signingKey });
	sandbox.state.reportingWebhooks = [structuredClone(FOREIGN)] as never;
	const gateway = await startGateway(sandbox.url, []);
	const { broken, complain } = complaints();
	try {
		if (trial.unreachable) await runUnreachable(appKey, complain);
		else await new TriggerRun(sandbox, gateway, complain).run(trial.steps);
		return broken;
	} finally {
		await gateway.close();
		await sandbox.stop();
	}
}

const TYPE = 'n8n-nodes-customerio.customerIoAppTrigger';

/** Customer.io itself cannot send events to an n8n on this machine. */
async function runUnreachable(apiKey: string, complain: Complain): Promise<void> {
	const trigger = triggerContexts({
		type: TYPE,
		parameters: { events: ['email_sent'] },
		credentials: { customerIoAppApi: { region: 'us', apiKey } },
	});
	const error = await errorOf(trigger.activate());
	const text = `${error?.message} ${String((error as { description?: unknown } | undefined)?.description)}`;
	if (!text.includes('WEBHOOK_URL')) {
		complain(`a trigger that Customer.io cannot reach is not told so: ${text}`);
	}
}

async function errorOf(promise: Promise<unknown>): Promise<Error | undefined> {
	try {
		await promise;
		return undefined;
	} catch (error) {
		return error instanceof Error ? error : new Error(String(error));
	}
}

/** The state of n8n and of the user's settings, and the steps that change it. */
class TriggerRun {
	private staticData: ReturnType<TriggerContexts['staticData']> = {};
	private events: readonly string[] = EVENTS.slice(0, 2);
	private chosen: readonly string[] = this.events;
	private active = false;
	/** The key was there when the user activated the workflow, or at a start since then. */
	private registeredSigned = false;
	private hasKey = true;
	private hasCredential = true;
	private lastEventId = '';
	private readonly workflowId = randomUUID();
	private readonly received = new Set<string>();

	private readonly sandbox: Sandbox;
	private readonly gateway: Gateway;
	private readonly complain: Complain;

	constructor(sandbox: Sandbox, gateway: Gateway, complain: Complain) {
		this.sandbox = sandbox;
		this.gateway = gateway;
		this.complain = complain;
	}

	async run(steps: readonly TriggerStep[]): Promise<void> {
		for (const step of steps) {
			await this.perform(step);
			this.checkForeign(step.do);
			for (const key of [this.sandbox.appKey, this.sandbox.signingKey]) {
				const secret = secretIn(this.staticData, key);
				if (secret !== undefined) this.complain(`static data holds a key: ${secret}`);
			}
		}
	}

	private async perform(step: TriggerStep): Promise<void> {
		switch (step.do) {
			case 'activate':
				return await this.activate(step.faults, 'activate');
			case 'restart':
				if (this.active) await this.activate(step.faults, 'init');
				return;
			case 'deactivate':
				if (this.active) await this.deactivate(step.faults);
				return;
			case 'choose':
				this.chosen = step.events;
				return;
			case 'loseKey':
			case 'findKey':
				this.hasKey = step.do === 'findKey';
				return;
			case 'loseCredential':
			case 'findCredential':
				this.hasCredential = step.do === 'findCredential';
				return;
			case 'unregister':
				this.registrations = this.registrations.filter(({ id }) => id === FOREIGN.id);
				return;
			case 'duplicate':
				this.registrations = this.registrations.flatMap((entry) =>
					entry.id === FOREIGN.id ? [entry] : [entry, { ...entry, id: entry.id + 10_000 }],
				);
				return;
			case 'receive':
				if (this.active) await this.receive(step);
		}
	}

	private get registrations() {
		return this.sandbox.state.reportingWebhooks;
	}

	private set registrations(list: Sandbox['state']['reportingWebhooks']) {
		this.sandbox.state.reportingWebhooks = list;
	}

	private checkForeign(step: string): void {
		const foreign = this.registrations.find(({ id }) => id === FOREIGN.id);
		if (foreign?.endpoint !== FOREIGN.endpoint || foreign.disabled !== false) {
			this.complain(`${step} changed a registration that is not the node's`);
		}
	}

	private trigger(activation: 'activate' | 'init' = 'activate'): TriggerContexts {
		const { sandbox, gateway } = this;
		const credential = () => ({
			region: 'custom',
			baseUrl: gateway.url,
			apiKey: sandbox.appKey,
			webhookSigningSecret: this.hasKey ? sandbox.signingKey : '',
		});
		return triggerContexts(
			{
				type: TYPE,
				parameters: { events: this.events },
				credentials: Object.defineProperty({}, 'customerIoAppApi', {
					enumerable: true,
					get: () => (this.hasCredential ? credential() : undefined),
				}),
			},
			{ staticData: this.staticData, activation, workflowId: this.workflowId },
		);
	}

	private async activate(
		faults: readonly FaultPlan[],
		activation: 'activate' | 'init',
	): Promise<void> {
		this.events = this.chosen;
		const trigger = this.trigger(activation);
		const endpoint = await trigger.webhookUrl();
		const at = () => this.registrations.filter((entry) => entry.endpoint === endpoint);
		const before = structuredClone(at());
		const wasStored = this.staticData.endpoint === endpoint;
		this.gateway.setFaults(faults);
		const error = await errorOf(trigger.activate());
		// By the time n8n removes what it could not activate, a short outage is over.
		this.gateway.clearFaults();
		if (error !== undefined) await errorOf(trigger.delete());
		this.staticData = trigger.staticData();
		this.active = error === undefined;
		this.checkSecrets(error);

		const what = activation === 'init' ? 'a restart' : 'an activation';
		const isShort = faults.every(isOutage) && this.hasCredential;
		if (activation === 'init' && before.length > 0 && wasStored && isShort) {
			if (error !== undefined) this.complain(`${what} failed in an outage: ${error.message}`);
			if (at().length === 0) this.complain(`${what} in an outage removed the registration`);
		}
		if (error === undefined) {
			if (at().length === 0 && (before.length > 0 || faults.length === 0)) {
				this.complain(`${what} succeeded, but nothing is registered`);
			}
			if (faults.length === 0) this.checkRegistration(what, at());
			this.registeredSigned = this.hasKey || (this.registeredSigned && activation === 'init');
		} else if (!this.hasCredential) {
			if (at().length !== before.length)
				this.complain(`${what} without a credential changed what is registered`);
		} else if (at().length > 0) {
			this.complain(`${what} failed, and what n8n removed is still registered`);
		}
		if (error !== undefined && faults.length === 0 && this.hasCredential) {
			this.complain(`${what} failed: ${error.message}`);
		}
	}

	private checkRegistration(what: string, registered: Sandbox['state']['reportingWebhooks']): void {
		const [first, ...others] = registered;
		if (first === undefined) return;
		if (others.length > 0) this.complain(`${what} left ${others.length} duplicates`);
		const events = [...(first.events as string[])].sort().join();
		if (events !== [...this.events].sort().join() || first.disabled === true) {
			this.complain(`${what} registered ${events} instead of ${this.events.join()}`);
		}
	}

	private async deactivate(faults: readonly FaultPlan[]): Promise<void> {
		const trigger = this.trigger();
		const endpoint = await trigger.webhookUrl();
		const before = JSON.stringify(this.staticData);
		this.gateway.setFaults(faults);
		const error = await errorOf(trigger.delete());
		this.gateway.clearFaults();
		this.staticData = trigger.staticData();
		this.active = false;
		this.checkSecrets(error);
		const isThere = this.registrations.some((entry) => entry.endpoint === endpoint);
		if (error === undefined && isThere) this.complain('a removal succeeded, but it is registered');
		if (error !== undefined && JSON.stringify(this.staticData) !== before) {
			this.complain('a removal failed, but its registration was forgotten');
		}
	}

	private async receive(step: Extract<TriggerStep, { do: 'receive' }>): Promise<void> {
		const isRepeat = step.repeated && this.lastEventId !== '';
		const eventId = isRepeat ? this.lastEventId : randomUUID();
		this.lastEventId = eventId;
		const [objectType = '', metric = ''] = step.event.split('_');
		const body = JSON.stringify({
			event_id: eventId,
			object_type: objectType,
			metric,
			timestamp: 1_613_063_089,
			data: { delivery_id: 'd', recipient: 'ada@example.com', identifiers: { id: '1' } },
		});
		const timestamp = String(Math.floor(Date.now() / 1000));
		const { signingKey } = this.sandbox;
		const headers = {
			'x-cio-timestamp': timestamp,
			'x-cio-signature': signWebhook({ signingKey, timestamp, body }),
		};
		const trigger = this.trigger();
		const { workflowData, httpStatus } = await trigger.webhook({
			rawBody: body,
			...(step.signed ? { headers } : {}),
		});
		this.staticData = trigger.staticData();
		const isStarted = workflowData !== undefined;
		const isTrusted = this.hasKey ? step.signed : !this.registeredSigned;
		const isExpected =
			this.hasCredential &&
			isTrusted &&
			this.events.includes(step.event) &&
			!this.received.has(eventId);
		if (isStarted) this.received.add(eventId);
		if (isStarted !== isExpected) {
			const state = `signed ${step.signed}, key ${this.hasKey}, registered with one ${this.registeredSigned}`;
			this.complain(`${step.event} started ${isStarted ? 'a' : 'no'} run (${state})`);
		}
		if (this.hasCredential && !isTrusted && httpStatus !== 401) {
			this.complain(`${step.event} that cannot be trusted got ${httpStatus}`);
		}
		if (!this.hasCredential && httpStatus < 500) {
			this.complain(`an event that could not be verified got ${httpStatus}, and is lost`);
		}
	}

	private checkSecrets(error: Error | undefined): void {
		if (error === undefined) return;
		const secret = secretIn(error, this.sandbox.appKey) ?? secretIn(error, this.sandbox.signingKey);
		if (secret !== undefined) this.complain(`an error holds a key: ${secret}`);
	}
}
