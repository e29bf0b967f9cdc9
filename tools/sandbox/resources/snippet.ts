import { ApiError, notFound } from '../errors.ts';
import { noContent, ok } from '../handler.ts';
import type { Call, Handler } from '../handler.ts';
import type { Snippet } from '../state.ts';

function snippetFrom(call: Call): Snippet {
	const name = String(call.body.name);
	if (name.trim() === '') throw new ApiError(400, 'body.name: must not be empty');
	return { name, value: String(call.body.value), updated_at: call.now };
}

const byName = (call: Call, name: string): Snippet | undefined =>
	call.state.snippets.find((snippet) => snippet.name === name);

export const snippet: Record<string, Handler> = {
	getAll: (call) => ok({ snippets: call.state.snippets }),
	create: (call) => {
		const input = snippetFrom(call);
		if (byName(call, input.name))
			throw new ApiError(400, `a snippet named "${input.name}" already exists`);
		call.state.snippets.push(input);
		return ok({ snippet: input });
	},
	upsert: (call) => {
		const input = snippetFrom(call);
		const existing = byName(call, input.name);
		if (existing) Object.assign(existing, input);
		else call.state.snippets.push(input);
		return ok({ snippet: input });
	},
	delete: (call) => {
		const name = call.params.snippet_name ?? '';
		if (!byName(call, name)) throw notFound(`no snippet named "${name}"`);
		if (call.state.snippetsInUse.includes(name))
			throw new ApiError(400, `the snippet "${name}" is still in use`);
		call.state.snippets = call.state.snippets.filter((other) => other.name !== name);
		return noContent();
	},
};
