import { ApiError, notFound } from '../errors.ts';
import { noContent, ok } from '../handler.ts';
import type { Call, Handler } from '../handler.ts';
import { isObject } from '../types.ts';
import type { JsonObject } from '../types.ts';
import { listResponse } from './generic.ts';

/** Translations of all emails, each with the id of its email; initialized with one example. */
function all(call: Call): JsonObject[] {
	const example = (): JsonObject => ({
		email_id: '1a0cbb4e-09d3-402e-949e-f6732f021650',
		language: 'fr',
		language_group_id: '1a0cbb4e-09d3-402e-949e-f6732f021650',
		content: { subject: 'Bonjour' },
		envelope: {},
		transformers: {},
		is_linked: false,
		created: call.now,
		updated: call.now,
	});
	return (call.state.stored.designStudioEmailTranslation ??= [example()]);
}

const shown = ({ email_id: _emailId, ...rest }: JsonObject): JsonObject => rest;

const ofEmail = (call: Call): JsonObject[] =>
	all(call).filter((translation) => translation.email_id === call.params.id);

function find(call: Call): JsonObject {
	const translation = ofEmail(call).find(
		(candidate) => candidate.language === call.params.language,
	);
	if (!translation) throw notFound(`no translation ${call.params.language}`);
	return translation;
}

/** Updates the parts in the body; other parts are unchanged. */
function change(item: JsonObject, body: JsonObject): void {
	for (const part of ['content', 'envelope', 'transformers']) {
		const [current, changes] = [item[part], body[part]];
		if (isObject(changes)) item[part] = { ...(isObject(current) ? current : {}), ...changes };
	}
}

export const designStudioEmailTranslation: Record<string, Handler> = {
	getAll: (call) => listResponse(call, ofEmail(call).map(shown)),
	get: (call) => ok({ email_translation: shown(find(call)) }),
	create: (call) => {
		if (ofEmail(call).some((translation) => translation.language === call.body.language))
			throw new ApiError(409, `a translation ${String(call.body.language)} already exists`);
		const created: JsonObject = {
			email_id: call.params.id,
			language: call.body.language,
			language_group_id: call.params.id,
			content: {},
			envelope: {},
			transformers: {},
			is_linked: false,
			created: call.now,
			updated: call.now,
		};
		change(created, call.body);
		all(call).push(created);
		return ok({ email_translation: shown(created) });
	},
	update: (call) => {
		const item = find(call);
		change(item, call.body);
		item.updated = call.now;
		return noContent();
	},
	delete: (call) => {
		const item = find(call);
		call.state.stored.designStudioEmailTranslation = all(call).filter((other) => other !== item);
		return noContent();
	},
};
