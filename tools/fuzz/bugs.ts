/** The faults that the nodes once had, as edits that put them back one at a time. */

interface Edit {
	readonly file: string;
	/** Occurs once in the file. */
	readonly from: string;
	readonly to: string;
}

export interface Bug {
	readonly kind: string;
	readonly description: string;
	readonly edits: readonly Edit[];
	/** Of trials that find it, where those of the first seed do not. */
	readonly seed?: number;
	/** What the suite says of it, so that another fault is not taken for it. */
	readonly shownBy: RegExp;
}

const TRANSPORT = 'nodes/shared/transport';
const EXECUTION = 'nodes/shared/execution';
const BATCHING = 'nodes/shared/batching';
const PAGINATION = 'nodes/shared/response/pagination.ts';
const TRACK = 'nodes/CustomerIoTrack';
const TRIGGER = 'nodes/CustomerIoAppTrigger';

export const bugs: readonly Bug[] = [
	{
		kind: 'O1',
		description: 'what fails before the first item is thrown, and n8n passes the input on',
		edits: [
			{
				file: `${EXECUTION}/itemOutcomes.ts`,
				from: 'if (!this.continueOnFail) throw this.withEarlierTries(error, recalled);',
				to: 'throw this.withEarlierTries(error, recalled);',
			},
		],
		shownBy: /^the run failed/,
	},
	{
		kind: 'O1',
		description: 'a resource that cannot be read fails the Track node, and n8n passes the input on',
		edits: [
			{
				file: `${TRACK}/run.ts`,
				from: '} catch {\n\t\treturn undefined;',
				to: '} catch (error) {\n\t\tthrow error;',
			},
		],
		shownBy: /^the run failed/,
	},
	{
		kind: 'O1',
		description: 'a call that Customer.io rejects in a batch is reported as done',
		edits: [
			{
				file: `${TRACK}/calls/entityFormat.ts`,
				from: 'readFailures: (body, calls) => readBatchErrors(body, calls.length),',
				to: 'readFailures: (body) => readBatchErrors(body, 0),',
			},
		],
		shownBy: /cannot succeed, but is reported as succeeded/,
	},
	{
		kind: 'O2',
		description: 'only four statuses leave open whether a request succeeded',
		edits: [
			{
				file: `${TRANSPORT}/retryPolicy.ts`,
				from: 'return isUnavailable(status) && !NOT_SUPPORTED.has(status) && !NOT_PROCESSED.has(status);',
				to: 'return [500, 502, 503, 504].includes(status);',
			},
		],
		shownBy: /reported as failed, but was processed/,
	},
	{
		kind: 'O3',
		description: 'network errors are read by their code alone',
		edits: [
			{
				file: `${TRANSPORT}/networkErrors.ts`,
				from: 'return syscall === undefined ? CONNECT_CODES.has(code) : BEFORE_SENDING.test(syscall);',
				to: 'return CONNECT_CODES.has(code);',
			},
		],
		shownBy: /^i\d+ was processed/,
	},
	{
		kind: 'O3',
		description: 'an alert of TLS counts as a failed handshake',
		edits: [
			{
				file: `${TRANSPORT}/networkErrors.ts`,
				from: 'if (UNTRUSTED_CERTIFICATE.test(code)) return true;',
				to: "if (UNTRUSTED_CERTIFICATE.test(code) || code.startsWith('ERR_SSL_')) return true;",
			},
		],
		shownBy: /^i\d+ was processed/,
	},
	{
		kind: 'O4',
		description:
			'the credential is read again for each request, and an unreadable one may have been sent',
		edits: [
			{
				file: `${TRANSPORT}/apiClient.ts`,
				from: 'httpRequestWithAuthentication.call(context, credential, options, {\n\t\t\tcredentialsDecrypted,\n\t\t})',
				to: 'httpRequestWithAuthentication.call(context, credential, options)',
			},
		],
		shownBy: /never sent, but is reported as ambiguous/,
	},
	{
		kind: 'O5',
		description: 'redirects are followed with the key',
		edits: [
			{
				file: `${TRANSPORT}/requests.ts`,
				from: 'disableFollowRedirect: true',
				to: 'disableFollowRedirect: false',
			},
		],
		shownBy: /a redirect was followed/,
	},
	{
		kind: 'O6',
		description: "n8n's second try sends new message IDs",
		edits: [
			{
				file: `${BATCHING}/executeCalls.ts`,
				from: '${runId} ${itemIndex} ${position}',
				to: '${Math.random()} ${itemIndex} ${position}',
			},
		],
		shownBy: /^i\d+ was processed/,
	},
	{
		kind: 'O6',
		description: "n8n's second try sends what the first has sent",
		edits: [
			{
				file: `${EXECUTION}/earlierTries.ts`,
				from: 'return json && outcomes.get(json, this.key(itemIndex));',
				to: 'return undefined;',
			},
		],
		shownBy: /^i\d+ was processed/,
	},
	{
		kind: 'O6',
		description: 'an input field "error" in an output makes n8n run the node again',
		edits: [
			{
				file: `${BATCHING}/callOutcomes.ts`,
				from: "if ('error' in json) delete json.error;",
				to: '',
			},
		],
		shownBy: /n8n takes an output that succeeded/,
	},
	{
		kind: 'O6',
		description: 'a later try that cannot begin is silent about what the first has sent',
		edits: [
			{
				file: `${EXECUTION}/itemOutcomes.ts`,
				from: 'if (this.succeededCount + this.ambiguousItems.size > 0) {',
				to: 'if (this.total < 0) {',
			},
		],
		shownBy: /the error does not state how many|processed, but the error says/,
	},
	{
		kind: 'O6',
		description: 'a second try writes an older value over that of a later item',
		edits: [
			{
				file: `${EXECUTION}/earlierTries.ts`,
				from: 'if (later <= itemIndex || error === undefined) return undefined;',
				to: 'if (later < Infinity || error === undefined) return undefined;',
			},
		],
		shownBy: /wrote it last/,
	},
	{
		kind: 'O7',
		description: 'a list goes in circles',
		edits: [
			{
				file: PAGINATION,
				from: 'if (this.positions.has(position)) throw',
				to: 'if (read < 0) throw',
			},
			{ file: PAGINATION, from: 'if (page === this.lastPage) throw', to: 'if (read < 0) throw' },
		],
		shownBy: /the run did not end/,
	},
	{
		kind: 'O7',
		description: 'a page that is no page ends the list in silence',
		edits: [
			{
				file: PAGINATION,
				from: 'withoutList<Entry>(body, progress.pages > 1 || read > 0, read)',
				to: '[]',
			},
		],
		shownBy: /outputs instead of/,
	},
	{
		kind: 'O8',
		description: 'an attempt has no deadline',
		edits: [
			{
				file: `${TRANSPORT}/deadline.ts`,
				from: "this.timer.addEventListener('abort', this.abort, { once: true });",
				to: '',
			},
		],
		shownBy: /the run did not end/,
	},
	{
		kind: 'O9',
		description: 'other lists are read on after an item has failed',
		edits: [
			{
				file: `${EXECUTION}/executeOperation.ts`,
				from: 'if (execution.stopped) throw new StoppedError();',
				to: '',
			},
		],
		seed: 2,
		shownBy: /pages were read although/,
	},
	{
		kind: 'O10',
		description: 'an outage fails the start of the trigger, and n8n removes its registration',
		edits: [
			{
				file: `${TRIGGER}/registration/register.ts`,
				from: 'if (!isOutage(error) || !wasRegistered(context, desired)) throw error;',
				to: 'throw error;',
			},
		],
		shownBy: /restart (in an outage removed|failed in an outage)/,
	},
	{
		kind: 'O11',
		description: 'a signing key that vanishes turns the check off',
		edits: [
			{
				file: `${TRIGGER}/receive.ts`,
				from: 'storedRegistration(context).signed === true',
				to: 'false',
			},
		],
		shownBy: /started a run/,
	},
	{
		kind: 'O12',
		description: 'with automatic registration, events that are not chosen start a run',
		edits: [
			{
				file: `${TRIGGER}/receive.ts`,
				from: 'if (name === undefined || isChosen(name, chosenEvents)) return true;',
				to: 'if (automatic || name === undefined || isChosen(name, chosenEvents)) return true;',
			},
		],
		shownBy: /started a run/,
	},
	{
		kind: 'O13',
		description: 'an address that Customer.io cannot reach is registered without a word',
		edits: [
			{
				file: `${TRIGGER}/registration/reachability.ts`,
				from: 'throw new NodeOperationError(',
				to: 'if (url === undefined) throw new NodeOperationError(',
			},
		],
		shownBy: /cannot reach is not told so/,
	},
	{
		kind: 'O14',
		description: 'an error item holds only a sentence',
		edits: [
			{
				file: `${EXECUTION}/errorItem.ts`,
				from: 'json.mayHaveSucceeded = mayHaveSucceeded(error);',
				to: '',
			},
		],
		shownBy: /^mayHaveSucceeded is/,
	},
	{
		kind: 'O15',
		description: 'a key that a server returns is shown',
		edits: [
			{
				file: `${TRANSPORT}/redact.ts`,
				from: 'if (key.length < MIN_LENGTH) return',
				to: 'if (key.length > 0) return',
			},
		],
		shownBy: /holds (the|a) key/,
	},
	{
		kind: 'O16',
		description: "Customer.io's words are read from one form of body",
		edits: [
			{
				file: `${TRANSPORT}/errorBody.ts`,
				from: '(entryMessage(body) ?? text(body.error))',
				to: 'undefined',
			},
		],
		shownBy: /does not say what Customer\.io said/,
	},
	{
		kind: 'O17',
		description: 'all items are sent with the key of the first',
		edits: [
			{
				file: `${EXECUTION}/clients.ts`,
				from: 'const dependsOnItem = await isDependent(context, api, credentials);',
				to: 'const dependsOnItem = false;',
			},
		],
		shownBy: /cannot succeed, but (is reported|was processed)/,
	},
];
