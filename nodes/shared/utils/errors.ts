import { UserError } from 'n8n-workflow';

/**
 * A value that cannot be sent. Thrown before any request of the item is made.
 *
 * The message names the field as the editor shows it and says what is wrong; the description says
 * how to fix it.
 */
export class InputError extends UserError {
	override description: string;

	constructor(fieldName: string, problem: string, howToFix: string) {
		super(`${fieldName}: ${problem}`);
		this.description = howToFix;
	}
}
