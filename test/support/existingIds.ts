import { loadSpecs } from '../../tools/sandbox/spec.ts';
import type { Sandbox } from '../../tools/sandbox/sandbox.ts';
import { app } from './sandboxClient.ts';

/**
 * Values for an operation's path parameters that exist: resources of the seed, and the examples of the API
 * spec where a store starts with them. What the seed lacks is created by a request first.
 */
export async function existingIds(
	sandbox: Sandbox,
	resource: string,
	operation: string,
): Promise<Record<string, string>> {
	const spec = loadSpecs().app;
	const example = (name: string): string => {
		const get = spec.resources
			.find((entry) => entry.resource === name)
			?.operations.find((entry) => entry.operation === 'get');
		const body = get?.response.example as Record<string, { id: unknown }>;
		return String(body[get?.response.itemKey ?? '']?.id);
	};
	const ids: Record<string, string> = {
		transactional_id: '3',
		broadcast_id: '12',
		campaign_id: '5',
		// Only a draft can be sent or scheduled.
		newsletter_id: '128275',
		segment_id: '7',
		customer_id: '1',
		object_type_id: '1',
		object_id: 'acme',
		sender_id: '1',
		collection_id: '1',
		snippet_name: 'company-address',
		message_id: sandbox.state.deliveries[0]?.id ?? '',
		import_id: example('import'),
		suppression_type: 'bounces',
		email_address: 'bounced@example.com',
		language: 'fr',
		test_group_id: 'abc123',
	};
	if (/^(asset|assetFolder|designStudio(Folder|Component))$/.test(resource))
		ids.id = example(resource);
	if (resource.startsWith('designStudioEmail') || resource === 'designStudioInboxPreview')
		ids.id = example('designStudioEmail');
	if (resource === 'newsletterVariant') ids.content_id = '128310';
	if (resource === 'designStudioEmailVersion')
		ids.version_id = '8f14e45f-ceea-4c67-9814-b8f0e0e1a6f0';
	if (resource === 'designStudioInboxPreview')
		Object.assign(ids, { run_id: '10', client_id: 'android12_gmailapp_pixel6_dm' });
	if (operation.startsWith('getTrigger') && sandbox.state.triggers.length === 0)
		await app(sandbox, { method: 'POST', path: '/v1/campaigns/12/triggers', body: {} });
	ids.trigger_id = '1';
	if (resource === 'export') {
		await app(sandbox, {
			path: '/v1/exports/customers',
			body: { filters: { segment: { id: 1 } } },
		});
		await sandbox.webhooksSettled();
		ids.export_id = String(sandbox.state.stored.export?.at(-1)?.id);
	}
	if (resource === 'reportingWebhook') {
		const webhook = await app(sandbox, {
			path: '/v1/reporting_webhooks',
			body: { name: 'w', endpoint: 'http://127.0.0.1:9/', events: ['slack_sent'] },
		});
		ids.webhook_id = String((webhook.json as { id: number }).id);
	}
	return ids;
}
