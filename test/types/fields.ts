/** Mistakes in a field: `typeErrors.test.ts` checks that each is the compile error in its comment. */
import {
	attachments,
	variant,
	filter,
	constant,
	boolean,
	credentialValue,
	identifier,
	json,
	resourceLocator,
	resourceLocators,
	number,
	keyValue,
	options,
	multiOptions,
	objectList,
	string,
	stringList,
	dateTime,
} from '../../nodes/shared/schema/fieldBuilders.ts';
import { list } from '../../nodes/shared/schema/output.ts';
import type { Field, Locator } from '../../nodes/shared/schema/fields.ts';

const takes = <T>(_: T): void => undefined;

const segments: Locator = {
	label: 'Segment',
	id: 'integer',
	idPlaceholder: '7',
	list: {
		method: 'searchSegments',
		route: 'GET /v1/segments',
		output: list('segments'),
		value: 'id',
		label: 'name',
	},
};
const sizes = [
	{ name: 'Large', value: 'l' },
	{ name: 'Small', value: 's' },
];
const colours = [{ name: 'Red', value: 'red' }] as const;
const email = { name: 'email', displayName: 'Email', placeholder: 'a@example.com' };

takes<readonly Field[]>([
	options('size', 'The size', sizes, { default: 'l' }),
	options('colour', 'The colour', colours, { default: 'red' }),
	multiOptions('colours', 'The colours', colours, { default: ['red'] }),
	resourceLocator('segment_id', segments, 'The segment'),
]);

// Properties of every field.
// @ts-expect-error 2554: Expected 2-3 arguments, but got 1
string('subject');
// @ts-expect-error 2345: is not assignable to parameter of type 'string'
string(5, 'The subject');
// @ts-expect-error 2561: 'requird' does not exist in type
string('subject', 'The subject', { requird: true });
// @ts-expect-error 2322: Type 'string' is not assignable
string('subject', 'The subject', { required: 'yes' });
// @ts-expect-error 2322: Type '"body"' is not assignable
string('subject', 'The subject', { in: 'body' });
// @ts-expect-error 2322: Type 'string[]' is not assignable to type 'string'
string('subject', 'The subject', { bodyPath: ['message'] });
// @ts-expect-error 2322: Type 'boolean' is not assignable to type 'string'
string('subject', 'The subject', { check: (value) => value !== '' });

// Properties of a field type: its own with the right type, and none of another's.
// @ts-expect-error 2322: Type 'string' is not assignable to type 'number'
string('subject', 'The subject', { maxLength: '80' });
// @ts-expect-error 2322: Type '"phone"' is not assignable
string('to', 'The recipient', { format: 'phone' });
// @ts-expect-error 2353: 'min' does not exist in type
string('subject', 'The subject', { min: 1 });
// @ts-expect-error 2322: Type 'string' is not assignable to type 'number'
number('limit', 'The limit', { default: '50' });
// @ts-expect-error 2353: 'maxLength' does not exist in type
number('limit', 'The limit', { maxLength: 3 });
// @ts-expect-error 2345: is not assignable to parameter of type '`Whether ${string}`'
boolean('tracked', 'Tracks opens');
// @ts-expect-error 2322: Type 'string' is not assignable
boolean('tracked', 'Whether to track opens', { default: 'true' });
// @ts-expect-error 2322: Type '"epoch"' is not assignable
dateTime('send_at', 'When to send', { as: 'epoch' });
// @ts-expect-error 2345: Argument of type '"list"' is not assignable
json('data', 'The data', 'list');
// @ts-expect-error 2554: Expected 3-4 arguments, but got 2
json('data', 'The data');
// @ts-expect-error 2322: Type '"number"' is not assignable
keyValue('data', 'The data', { valueType: 'number' });
// @ts-expect-error 2322: Type '"json"' is not assignable
keyValue('headers', 'The headers', { asList: 'json' });
// @ts-expect-error 2353: 'allInputFields' does not exist in type
json('data', 'The data', 'object', { allInputFields: true });
// @ts-expect-error 2561: Did you mean to write 'maxItems'?
stringList('tags', 'The tags', { maxItem: 3 });

// Options, and a default among them.
// @ts-expect-error 2322: Type 'number' is not assignable to type 'string'
options('size', 'The size', [{ name: 'Large', value: 1 }]);
// @ts-expect-error 2741: Property 'name' is missing
options('size', 'The size', [{ value: 'l' }]);
// @ts-expect-error 2322: Type 'string' is not assignable to type 'Option<string>'
options('size', 'The size', ['l']);
// @ts-expect-error 2322: Type '"m"' is not assignable
options('size', 'The size', [{ name: 'Large', value: 'l' }], { default: 'm' });
// @ts-expect-error 2322: Type '"blue"' is not assignable to type '"red"'
options('colour', 'The colour', colours, { default: 'blue' });
// @ts-expect-error 2322: Type '"blue"' is not assignable to type '"red"'
multiOptions('colours', 'The colours', colours, { default: ['blue'] });

// Resource locators.
// @ts-expect-error 2345: Argument of type 'string' is not assignable to parameter of type 'Locator'
resourceLocator('segment_id', 'segments', 'The segment');
// @ts-expect-error 2554: Expected 3-4 arguments, but got 2
resourceLocator('segment_id', segments);
// @ts-expect-error 2353: 'minItems' does not exist in type
resourceLocators('segment_ids', segments, { minItems: 1 });
// @ts-expect-error 2322: Type '"number"' is not assignable
takes<Locator>({ ...segments, id: 'number' });
// @ts-expect-error 2322: Type '"POST /v1/segments"' is not assignable to type '`GET /v1/${string}`'
takes<Locator>({ ...segments, list: { ...segments.list, route: 'POST /v1/segments' } });
// @ts-expect-error 2345: Property 'label' is missing
takes<Locator['list']>({ method: 'm', route: 'GET /v1/a', output: list('a'), value: 'id' });
// @ts-expect-error 2322: Type '"none"' is not assignable to type '""'
takes<Locator>({ ...segments, none: { name: '(None)', value: 'none', sends: 'none' } });

// Fields of fields.
// @ts-expect-error 2345: Argument of type 'StringField<"name">' is not assignable to parameter of type 'readonly Field[]'
objectList('attributes', 'Attribute', 'The attributes', string('name', 'The name'));
// @ts-expect-error 2741: Property 'fields' is missing
variant('audience', 'Who gets it', { all: { name: 'Everybody', description: 'All people' } });
// @ts-expect-error 2741: Property 'description' is missing
variant('audience', 'Who gets it', { all: { name: 'Everybody', fields: [] } });
// @ts-expect-error 2741: Property 'displayName' is missing
identifier('person', 'The person', [{ name: 'email', placeholder: 'a@example.com' }]);
// @ts-expect-error 2741: Property 'default' is missing
identifier('person', 'The person', [email], { typeParameter: { name: 'id_type' } });

// Other field types.
// @ts-expect-error 2554: Expected 3 arguments, but got 2
attachments('attachments', 'The files');
// @ts-expect-error 2345: Property 'maxBytes' is missing
attachments('attachments', 'The files', { placeholder: 'data' });
// @ts-expect-error 2345: Property 'dialect' is missing
filter('filter', 'The people', { segment: segments });
// @ts-expect-error 2322: Type '"animals"' is not assignable
filter('filter', 'The people', { dialect: 'animals' });
// @ts-expect-error 2345: is not assignable to parameter of type 'Json'
constant('version', undefined);
// @ts-expect-error 2345: is not assignable to parameter of type 'Json'
constant('at', new Date());
// @ts-expect-error 2345: is not assignable to parameter of type 'string'
credentialValue('X-Workspace-Id', { in: 'header' });
