import {
	variant,
	constant,
	resourceLocator,
	number,
	options,
	string,
} from '../../shared/schema/fieldBuilders';
import { item } from '../../shared/schema/output';
import type { Option } from '../../shared/schema/fields';
import { operation, type Resource } from '../../shared/schema/operation';
import { objectType } from '../../shared/catalog/contentLocators';
import { isWaiting, waitForCompletion } from '../fields/completion';

const inImport = { bodyPath: 'import' } as const;

const BY_EMAIL = { name: 'Email', value: 'email' };
const BY_ID = { name: 'ID', value: 'id' };
const ALL = { name: 'All Rows', value: 'all' };
const EXISTING = { name: 'Existing Only', value: 'only_existing' };
const NEW = { name: 'New Only', value: 'only_new' };

const identifier = (choices: readonly Option[]) =>
	options('identifier', 'What the identifier column of the file holds', choices, {
		...inImport,
		required: true,
	});

const rowsToImport = (choices: readonly Option[]) =>
	options('data_to_process', 'Which rows to import', choices, {
		...inImport,
		displayName: 'Rows to Import',
	});

/** @see https://docs.customer.io/integrations/api/app/#tag/imports */
export const dataImport: Resource = {
	name: 'import',
	displayName: 'Import',
	description: 'People, events, objects and relationships from CSV files',
	operations: {
		create: operation({
			name: 'Create',
			action: 'Create import',
			description: 'Import a CSV file from the web',
			route: 'POST /v1/imports',
			fields: [
				string('name', 'Name of the import', {
					...inImport,
					required: true,
					placeholder: 'people june',
				}),
				string('data_file_url', 'Address of the CSV file. It must work for about 2 hours.', {
					...inImport,
					displayName: 'Data File URL',
					required: true,
					format: 'url',
					placeholder: 'https://example.com/people.csv',
				}),
				variant(
					'import_type',
					'What the file holds',
					{
						people: {
							name: 'People',
							description: 'A person in each row',
							fields: [
								constant('type', 'people', inImport),
								identifier([BY_EMAIL, BY_ID]),
								{ ...rowsToImport([ALL, EXISTING, NEW]), alsoAt: 'import.people_to_process' },
							],
						},
						event: {
							name: 'Events',
							description: 'An event of a person in each row',
							fields: [
								constant('type', 'event', inImport),
								identifier([BY_EMAIL, BY_ID]),
								// Names are unique in a collection, and this field has fewer options.
								{ ...rowsToImport([ALL, EXISTING]), parameter: 'eventsToProcess' },
							],
						},
						relationship: {
							name: 'Relationships',
							description: 'A relationship of a person and an object in each row',
							fields: [
								constant('type', 'relationship', inImport),
								identifier([{ name: 'Customer.io ID', value: 'cio_id' }, BY_EMAIL, BY_ID]),
								rowsToImport([ALL, EXISTING, NEW]),
							],
						},
						object: {
							name: 'Objects',
							description: 'An object in each row',
							fields: [
								constant('type', 'object', inImport),
								resourceLocator('object_type_id', objectType, 'The type of the objects', {
									...inImport,
									required: true,
									asText: true,
								}),
								rowsToImport([ALL, EXISTING, NEW]),
							],
						},
					},
					{ displayName: 'Type' },
				),
				string('description', 'What the import is for', inImport),
				waitForCompletion,
			],
			poll: {
				when: isWaiting,
				label: 'Import',
				idKey: 'id',
				route: 'GET /v1/imports/{id}',
				rootProperty: 'import',
				done: { key: 'state', in: ['imported'] },
				failed: [{ key: 'state', in: ['failed', 'canceled'] }],
				resumeHint: 'Read its state with Import > Get and the ID {id}.',
			},
			output: item('import'),
		}),
		get: operation({
			name: 'Get',
			action: 'Get import',
			description: 'Get the state of an import',
			route: 'GET /v1/imports/{import_id}',
			fields: [number('import_id', 'ID of the import', { min: 1 })],
			output: item('import'),
		}),
	},
};
