import {
	NodeConnectionTypes,
	type IHookFunctions,
	type INodeType,
	type INodeTypeDescription,
	type IWebhookFunctions,
	type IWebhookResponseData,
} from 'n8n-workflow';

import { deferred } from '../shared/methods/deferred';
import { loadOptionsNames, properties } from './properties';
import { subtitle } from './subtitle';

/** What runs is loaded with the first run: n8n, which loads the node whenever it starts, only describes it. */
const run = async () => await import('./run.js');

export class CustomerIoAppTrigger implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'Customer.io App Trigger',
		name: 'customerIoAppTrigger',
		icon: {
			light: 'file:../../icons/customerio.svg',
			dark: 'file:../../icons/customerio.dark.svg',
		},
		group: ['trigger'],
		// Starts above 1: for a node of version 1 n8n evaluates an expression with each event, which takes
		// longer than everything else about the event.
		version: 1.1,
		subtitle,
		description:
			'Starts the workflow when a Customer.io event occurs. With actions to send messages, and to work with people, campaigns and reports.',
		eventTriggerDescription: 'Waiting for Customer.io to report an event',
		activationMessage: 'Customer.io now sends the chosen events to this workflow.',
		triggerPanel: {
			header: 'Pull in events from Customer.io',
			executionsHelp: {
				inactive:
					'While you build the workflow, test this trigger, then make an event happen in Customer.io, such as sending yourself a message. Once the workflow is published (active), it runs for every event, and its runs are in the executions list.',
				active:
					'While you build the workflow, test this trigger, then make an event happen in Customer.io, such as sending yourself a message. The active workflow runs for every event as well, and its runs are in the executions list.',
			},
			activationHint:
				'Once you have finished building the workflow, publish (activate) it to run for every event without clicking here.',
		},
		defaults: { name: 'Customer.io App Trigger' },
		inputs: [],
		outputs: [NodeConnectionTypes.Main],
		credentials: [{ name: 'customerIoAppApi', required: true }],
		webhooks: [
			{
				name: 'default',
				httpMethod: 'POST',
				responseMode: 'onReceived',
				path: 'webhook',
				// Only users who register the webhook manually need to copy it.
				ndvHideUrl: '={{ $parameter["registration"] !== "manual" }}',
			},
		],
		properties,
	};

	methods = { loadOptions: deferred(loadOptionsNames, async () => (await run()).loadOptions) };

	webhookMethods = {
		default: {
			async checkExists(this: IHookFunctions): Promise<boolean> {
				const { chosenSample, registrationExists } = await run();
				// n8n calls `create`, which sends the sample, only if the registration does not exist.
				return chosenSample(this) === undefined && (await registrationExists(this));
			},
			async create(this: IHookFunctions): Promise<boolean> {
				const { register, startSample } = await run();
				await register(this);
				await startSample(this);
				return true;
			},
			async delete(this: IHookFunctions): Promise<boolean> {
				const { unregister } = await run();
				return await unregister(this);
			},
		},
	};

	async webhook(this: IWebhookFunctions): Promise<IWebhookResponseData> {
		const { receive } = await run();
		return await receive(this);
	}
}
