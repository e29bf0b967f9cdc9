import { UserError } from 'n8n-workflow';

/**
 * What a person entered cannot be sent. Thrown before any request of the item is made.
 *
 * The message names the field as the editor shows it and says what is wrong; the description says
 * what to enter instead.
 */
export class InputError extends UserError {
	override description: string;

	constructor(fieldName: string, problem: string, howToFix: string) {
		super(`${fieldName}: ${problem}`);
		this.description = howToFix;
	}
}
