import { byEmail, byId } from '../../shared/catalog/identifierModes';
import { identifier, keyValue, string } from '../../shared/schema/fieldBuilders';
import { operation, type RequestCheck, type Resource } from '../../shared/schema/operation';
import { done } from '../../shared/schema/output';
import { InputError } from '../../shared/utils/errors';
import { isGiven, valueAt } from '../../shared/utils/json';

/** Customer.io rejects a form with two identifiers. */
const oneIdentifier: RequestCheck = ({ body }) =>
	isGiven(valueAt(body, 'data.id')) && isGiven(valueAt(body, 'data.email'))
		? new InputError(
				'Form Fields',
				'must not have an "id" or "email" beside the person',
				'Customer.io takes one identifier: leave the other out, or give it another name.',
			)
		: undefined;

/** @see https://docs.customer.io/integrations/api/track/#operation/submitForm */
export const form: Resource = {
	name: 'form',
	displayName: 'Form',
	description: 'Forms of your website',
	operations: {
		submit: operation({
			name: 'Submit',
			action: 'Submit form',
			description:
				'Record that someone filled in a form: creates or updates the person, and may start campaigns',
			route: 'POST /api/v1/forms/{form_id}/submit',
			checks: [oneIdentifier],
			fields: [
				string('form_id', 'Your ID of the form. Customer.io adds a form that it does not know.', {
					displayName: 'Form ID',
					placeholder: 'newsletter-signup',
					identifies: true,
				}),
				identifier('data', 'The person who filled in the form', [byEmail, byId], {
					displayName: 'Person',
					parameter: 'person',
					required: true,
				}),
				keyValue('data', 'What was filled in. Values are sent as text.', {
					displayName: 'Form Fields',
					parameter: 'formFields',
					valueType: 'string',
					topLevel: true,
					allInputFields: true,
				}),
			],
			output: done,
		}),
	},
};
