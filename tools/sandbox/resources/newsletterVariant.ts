import { ApiError, notFound } from '../errors.ts';
import { noContent, ok } from '../handler.ts';
import type { Call, Handler } from '../handler.ts';
import type { JsonObject } from '../types.ts';
import { listResponse } from './generic.ts';
import { draftOf, newsletterOf, plans } from './newsletter.ts';

interface TestGroup {
	id: string;
	newsletter_id: number;
	label: string;
	content_ids: number[];
}

const contents = (call: Call): JsonObject[] => (call.state.stored.newsletterContent ??= []);
const groups = (call: Call): TestGroup[] =>
	(call.state.stored.testGroup ??= []) as unknown as TestGroup[];

const idsOf = (newsletter: JsonObject): number[] => newsletter.content_ids as number[];

function contentWith(id: number, newsletter: JsonObject, values: JsonObject): JsonObject {
	return {
		id,
		newsletter_id: newsletter.id,
		deduplicate_id: `${id}:${Number(newsletter.created)}`,
		name: newsletter.name,
		type: newsletter.type,
		language: values.language ?? '',
		subject: values.subject ?? '',
		body: values.body ?? values.body_json ?? '',
		preheader_text: values.preheader_text ?? '',
		from_id: values.from_id ?? 1,
		reply_to_id: null,
		recipient: '{{customer.email}}',
	};
}

/** All variants of the newsletter in the path; missing ones are created from the newsletter. */
function contentsOf(call: Call): JsonObject[] {
	const newsletter = newsletterOf(call);
	const stored = contents(call);
	return idsOf(newsletter).map((id) => {
		const existing = stored.find((content) => content.id === id);
		if (existing) return existing;
		const plan = plans(call).find((candidate) => candidate.id === newsletter.id) ?? {};
		const created = contentWith(id, newsletter, plan);
		stored.push(created);
		return created;
	});
}

function groupOf(call: Call): TestGroup {
	const { id } = newsletterOf(call);
	const group = groups(call).find(
		(candidate) => candidate.newsletter_id === id && candidate.id === call.params.test_group_id,
	);
	if (!group) throw notFound(`no test group "${call.params.test_group_id}" of newsletter ${id}`);
	return group;
}

/** The variants in the scope of the path: those of a test group, or all. */
function scope(call: Call): JsonObject[] {
	const all = contentsOf(call);
	if (call.params.test_group_id === undefined) return all;
	const { content_ids: ids } = groupOf(call);
	return all.filter(({ id }) => ids.includes(Number(id)));
}

function translationOf(call: Call): JsonObject {
	const language = call.params.language ?? '';
	const content = scope(call).find((candidate) => candidate.language === language);
	if (!content) throw notFound(`no language "${language}"`);
	return content;
}

function contentOf(call: Call): JsonObject {
	const id = Number(call.params.content_id);
	const content = contentsOf(call).find((candidate) => candidate.id === id);
	if (!content) throw notFound(`no content ${id}`);
	return content;
}

function change(call: Call, content: JsonObject): JsonObject {
	Object.assign(content, call.body);
	return content;
}

const getTranslation: Handler = (call) => ok({ content: translationOf(call) });
const updateTranslation: Handler = (call) => ok({ content: change(call, translationOf(call)) });

const createTranslation: Handler = (call) => {
	const newsletter = draftOf(call);
	const inGroup = call.params.test_group_id === undefined ? undefined : groupOf(call);
	const testGroups = groups(call).filter((group) => group.newsletter_id === newsletter.id);
	if (!inGroup && testGroups.length > 1)
		throw new ApiError(400, 'this newsletter has several test groups: name one of them');
	const { language } = call.body;
	if (scope(call).some((content) => content.language === language))
		throw new ApiError(422, `the language "${String(language)}" exists already`);
	const id = call.state.nextId++;
	contents(call).push(contentWith(id, newsletter, call.body));
	newsletter.content_ids = [...idsOf(newsletter), id];
	const group = inGroup ?? testGroups[0];
	if (group) group.content_ids.push(id);
	return ok({ newsletter });
};

const deleteTranslation: Handler = (call) => {
	const newsletter = newsletterOf(call);
	const removed = translationOf(call);
	if (removed.language === '') throw new ApiError(400, 'the default language cannot be deleted');
	call.state.stored.newsletterContent = contents(call).filter((other) => other !== removed);
	const without = (ids: number[]): number[] => ids.filter((id) => id !== removed.id);
	newsletter.content_ids = without(idsOf(newsletter));
	for (const group of groups(call)) group.content_ids = without(group.content_ids);
	return noContent();
};

const createTestGroup: Handler = (call) => {
	const newsletter = draftOf(call);
	const all = contentsOf(call);
	const testGroups = groups(call).filter((group) => group.newsletter_id === newsletter.id);
	const add = (content_ids: number[]): void => {
		const label = String.fromCharCode('A'.charCodeAt(0) + testGroups.length);
		const group = {
			id: `group${call.state.nextId++}`,
			newsletter_id: Number(newsletter.id),
			label,
			content_ids,
		};
		testGroups.push(group);
		groups(call).push(group);
	};
	if (testGroups.length === 0) add(idsOf(newsletter));
	const copied = all.filter(({ id }) => testGroups[0]?.content_ids.includes(Number(id)));
	const copies = copied.map((content) => ({ ...content, id: call.state.nextId++ }));
	contents(call).push(...copies);
	newsletter.content_ids = [...idsOf(newsletter), ...copies.map(({ id }) => id)];
	add(copies.map(({ id }) => id));
	return ok({ newsletter });
};

export const newsletterVariant: Record<string, Handler> = {
	getAll: (call) => listResponse(call, contentsOf(call)),
	get: (call) => ok({ content: contentOf(call) }),
	update: (call) => ok({ content: change(call, contentOf(call)) }),
	createTranslation,
	getTranslation,
	updateTranslation,
	deleteTranslation,
	getTestGroups: (call) => {
		const { id } = newsletterOf(call);
		const testGroups = groups(call).filter((group) => group.newsletter_id === id);
		return listResponse(
			call,
			testGroups.map(({ newsletter_id: _, ...group }) => group),
		);
	},
	createTestGroup,
	createTestGroupTranslation: createTranslation,
	getTestGroupTranslation: getTranslation,
	updateTestGroupTranslation: updateTranslation,
	deleteTestGroupTranslation: deleteTranslation,
};
