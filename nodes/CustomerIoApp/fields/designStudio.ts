import {
	boolean,
	json,
	resourceLocator,
	keyValue,
	options,
	string,
	dateTime,
} from '../../shared/schema/fieldBuilders';
import type { Field, Option } from '../../shared/schema/fields';
import type { Json } from '../../shared/utils/json';
import { asciiHeaders } from './headers';
import { replyTo } from '../../shared/catalog/messagingLocators';
import {
	designStudioEmail,
	designStudioFolder,
	designStudioFolderOrRoot,
	senderOrNone,
} from '../../shared/catalog/contentLocators';

const MAX_NAME_CHARACTERS = 170;

export const emailId = resourceLocator(
	'id',
	designStudioEmail,
	'The email, or one of its translations',
	{
		parameter: 'emailId',
	},
);

/** Operations on translations only take the email in its default language. */
export const defaultEmailId = { ...emailId, description: 'The email' } as const;

export const name = string(
	'name',
	'Name in Design Studio. None of these characters: < > : " / \\ | ? *.',
	{
		maxLength: MAX_NAME_CHARACTERS,
		check: (value) => nameProblem(value),
	},
);

export const parentFolderId = resourceLocator(
	'parent_folder_id',
	designStudioFolderOrRoot,
	'Where to put it. "(No Folder)" is the top level.',
	{ displayName: 'Folder' },
);

function nameProblem(value: Json): string | undefined {
	if (value === '') return 'must not be empty';
	const [forbidden] = /[<>:"/\\|?*]/.exec(String(value)) ?? [];
	return forbidden === undefined
		? undefined
		: `must not contain any of < > : " / \\ | ? *, but contains ${forbidden}`;
}

const SORT_BY: readonly Option[] = [
	{ name: 'Created', value: 'created' },
	{ name: 'Name', value: 'name' },
	{ name: 'Updated', value: 'updated' },
];

const SORT_ORDER: readonly Option[] = [
	{ name: 'Ascending', value: 'asc' },
	{ name: 'Descending', value: 'desc' },
];

/** Filters of all lists of Design Studio. */
export const listFilters: readonly Field[] = [
	resourceLocator('parent_folder_id', designStudioFolder, 'Only items in this folder', {
		displayName: 'Folder',
	}),
	boolean('direct_descendants_only', 'Whether to exclude items in subfolders', {
		default: true,
	}),
	options('sort_by', 'What to sort by', SORT_BY),
	options('sort_order', 'Direction of the order', SORT_ORDER),
	dateTime('created_after', 'Only items created after this time'),
	dateTime('created_before', 'Only items created before this time', {
		notBefore: 'created_after',
	}),
	dateTime('updated_after', 'Only items changed after this time'),
	dateTime('updated_before', 'Only items changed before this time', {
		notBefore: 'updated_after',
	}),
];

const ofContent = { bodyPath: 'content', collection: 'content' } as const;
const ofEnvelope = { bodyPath: 'envelope', collection: 'envelope' } as const;
const ofTransformer = (transformer: string, parameter: string) =>
	({
		bodyPath: `transformers.${transformer}`,
		collection: 'transformers',
		parameter,
		default: true,
	}) as const;

/** Content, sender and post-processing of an email or a translation. */
export const emailFields: readonly Field[] = [
	string('subject', 'Subject of the email', ofContent),
	string('preheader_text', 'Text that is shown behind the subject', ofContent),
	string('html', 'Content as HTML', { ...ofContent, displayName: 'HTML', rows: 5 }),
	string('amp', 'Content as AMP, where it is supported', {
		...ofContent,
		displayName: 'AMP',
		rows: 3,
	}),
	string('text', 'Content as plain text', { ...ofContent, displayName: 'Plain Text', rows: 3 }),
	resourceLocator('from_id', senderOrNone, 'The sender', { ...ofEnvelope, displayName: 'From' }),
	resourceLocator('reply_to_id', replyTo, 'Where answers go', {
		...ofEnvelope,
		displayName: 'Reply To',
	}),
	string('recipient', 'Address of the recipient; may contain Liquid', {
		...ofEnvelope,
		default: '{{customer.email}}',
	}),
	string('bcc', 'Email address that receives a blind copy', ofEnvelope),
	string('cc', 'Email address that receives a copy', ofEnvelope),
	boolean('fake_bcc', 'Whether BCC copies show the original recipient in the subject', {
		...ofEnvelope,
		displayName: 'Fake BCC',
		default: true,
	}),
	keyValue('headers', 'Custom email headers', {
		...ofEnvelope,
		valueType: 'string',
		asList: true,
		check: asciiHeaders,
	}),
	// First, so that the switches below are merged into its value.
	json(
		'transformers',
		'All settings of the post-processing as JSON, such as {"css_inliner": {"preserve_important": true}}',
		'object',
		{ displayName: 'More Settings (JSON)', parameter: 'more', collection: 'transformers' },
	),
	boolean('enabled', 'Whether to fix what hinders screen readers', {
		...ofTransformer('accessibility', 'accessibility'),
		displayName: 'Accessibility',
	}),
	boolean('enabled', 'Whether to put the CSS into the tags', {
		...ofTransformer('css_inliner', 'cssInliner'),
		displayName: 'Inline CSS',
	}),
	boolean('enabled', 'Whether to replace CSS variables by their values', {
		...ofTransformer('css_variables', 'cssVariables'),
		displayName: 'Resolve CSS Variables',
	}),
	boolean('enabled', 'Whether to encode special characters as HTML entities', {
		...ofTransformer('encode_entities', 'encodeEntities'),
		displayName: 'Encode Entities',
	}),
	options(
		'type',
		'How the HTML is written',
		[
			{ name: 'Minify', value: 'minify' },
			{ name: 'None', value: 'none' },
			{ name: 'Prettify', value: 'prettify' },
		],
		{
			bodyPath: 'transformers.formatter',
			collection: 'transformers',
			parameter: 'formatter',
			displayName: 'Formatter',
		},
	),
	boolean('enabled', 'Whether to keep single words out of last lines', {
		...ofTransformer('prevent_widows', 'preventWidows'),
		displayName: 'Prevent Widows',
	}),
	boolean('enabled', 'Whether to remove CSS that nothing uses', {
		...ofTransformer('remove_unused_css', 'removeUnusedCss'),
		displayName: 'Remove Unused CSS',
	}),
	boolean('enabled', 'Whether to add query parameters to links; More Settings says which', {
		...ofTransformer('url_parameters', 'urlParameters'),
		displayName: 'URL Parameters',
	}),
];
