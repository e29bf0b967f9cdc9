/** Describes the App Trigger: its settings, and its events by group. */
import type { INodeProperties } from 'n8n-workflow';

import { triggerEventOptions } from '../../nodes/shared/catalog/webhookEvents.ts';
import { properties as triggerProperties } from '../../nodes/CustomerIoAppTrigger/properties.ts';
import type { Option } from '../../nodes/shared/schema/fields.ts';
import { WEBHOOKS_REFERENCE } from './customerIoPages.ts';
import { bullets, plain, sentence, table, type Bullets } from './markdown.ts';

interface EventGroup {
	readonly title: string;
	readonly choice: string;
	readonly events: readonly Option[];
}

const GROUP = /_\*$/;

/** "Email Events": what "All Email Events" stands for. */
export const eventGroups: readonly EventGroup[] = triggerEventOptions
	.filter(({ value }) => GROUP.test(value))
	.map(({ name, value }) => ({
		title: name.replace(/^All /, ''),
		choice: name,
		events: triggerEventOptions.filter(
			(option) => !GROUP.test(option.value) && option.value.startsWith(value.slice(0, -1)),
		),
	}));

export function triggerText(): string[] {
	return [
		`Each event is one item. [Customer.io's documentation](${WEBHOOKS_REFERENCE}) shows what it holds.`,
		'',
		...bullets(triggerProperties.flatMap(settingLines)),
		'',
		...eventGroups.flatMap(({ title, choice, events }) => [
			`## ${title}`,
			'',
			`_${choice}_ chooses them all.`,
			'',
			...table(
				['event', 'in the API', 'the workflow starts when'],
				events.map(({ name, value, description = '' }) => [
					plain(name),
					`\`${value}\``,
					plain(description),
				]),
			),
		]),
	];
}

function settingLines(row: INodeProperties): Bullets {
	if (row.type === 'notice') return [];
	const required = row.required === true ? ' (required)' : '';
	const head = `**${plain(row.displayName)}**${required}: ${sentence(row.description ?? 'each if needed')}`;
	if (row.type !== 'collection') return [head];
	return [{ head, below: ((row.options ?? []) as INodeProperties[]).flatMap(settingLines) }];
}
