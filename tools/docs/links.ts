/** Reads the links of Markdown files and tells which of them lead nowhere. Asks no network. */
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';

import { Anchors } from './markdown.ts';

/** Whom we link to. A new host belongs here once somebody has opened the link. */
const KNOWN_HOSTS = new Set([
	'community.n8n.io',
	'customer.io',
	'docs.customer.io',
	'docs.docker.com',
	'docs.github.com',
	'docs.n8n.io',
	'docs.npmjs.com',
	'fly.customer.io',
	'github.com',
	'keepachangelog.com',
	'n8n.io',
	'nodejs.org',
	'semver.org',
	'www.npmjs.com',
]);

const NOT_OURS = new Set(['.git', 'coverage', 'dist', 'node_modules']);

/** The Markdown files of the project, by their path in it. */
export function markdownFiles(folder = '.'): string[] {
	return readdirSync(folder, { withFileTypes: true })
		.filter(({ name }) => !NOT_OURS.has(name))
		.flatMap((entry) => {
			const file = path.join(folder, entry.name);
			if (entry.isDirectory()) return markdownFiles(file);
			return entry.name.endsWith('.md') ? [file] : [];
		})
		.sort();
}

/** What is wrong with the links of one file, each with its target. */
export function linkProblems(file: string, markdown = readFileSync(file, 'utf8')): string[] {
	return [...new Set(targetsOf(markdown))].flatMap((target) => {
		const problem = /^[a-z][a-z+.-]*:/i.test(target)
			? externalProblem(target)
			: localProblem(file, markdown, target);
		return problem === undefined ? [] : [`${target}: ${problem}`];
	});
}

const LINKS = [
	// [words](target), ![picture](target "title")
	/\]\(\s*<?([^)<>\s]+)>?(?:\s+"[^"]*")?\s*\)/g,
	// [name]: target
	/^ {0,3}\[[^\]]+\]:\s*<?([^<>\s]+)>?/gm,
	/<(?:a|img|source)\b[^>]*?\b(?:href|src|srcset)="([^"]*)"/g,
	/<(https?:[^>\s]+)>/g,
	// A bare address, which GitHub makes a link.
	/(?<![("<=])\b(https?:\/\/[^\s<>)\]"'`|]*[^\s<>)\]"'`|.,;:!?])/g,
];

function targetsOf(markdown: string): string[] {
	const text = withoutCode(markdown);
	return LINKS.flatMap((pattern) => [...text.matchAll(pattern)].map((match) => match[1] ?? ''));
}

function withoutCode(markdown: string): string {
	return withoutFences(markdown).replace(/(`+)(?:(?!\1)[\s\S])+\1/g, '``');
}

function withoutFences(markdown: string): string {
	return markdown.replace(/^( *)(```+|~~~+)[\s\S]*?^\1\2[`~]* *$/gm, '');
}

function externalProblem(target: string): string | undefined {
	if (!URL.canParse(target)) return 'is no address';
	const { protocol, hostname } = new URL(target);
	if (protocol === 'mailto:') return undefined;
	if (protocol !== 'https:') return 'is not https';
	return KNOWN_HOSTS.has(hostname)
		? undefined
		: 'its host is not in KNOWN_HOSTS: is it spelled right?';
}

function localProblem(file: string, markdown: string, target: string): string | undefined {
	const [place = '', anchor] = decodeURI(target).split('#', 2);
	const found = place === '' ? file : path.join(path.dirname(file), place);
	if (found.startsWith('..') || path.isAbsolute(place)) return 'leads out of the project';
	if (place !== '' && !existsSync(found)) return 'does not exist';
	if (NOT_OURS.has(found.split(path.sep)[0] ?? '')) return 'is not in the repository';
	if (place !== '' && /\.(png|jpe?g|gif|svg|webp)$/.test(found) && statSync(found).size === 0)
		return 'is empty';
	if (anchor === undefined) return undefined;
	if (!found.endsWith('.md')) return 'only Markdown has headings';
	const headings = anchorsOf(place === '' ? markdown : readFileSync(found, 'utf8'));
	return headings.has(anchor) ? undefined : 'has no such heading';
}

/** What can be named behind `#`. */
export function anchorsOf(markdown: string): Set<string> {
	const anchors = new Anchors();
	const text = withoutFences(markdown);
	return new Set([
		...[...text.matchAll(/^ {0,3}#{1,6} +(.+?)(?: +#+)?$/gm)].map((match) =>
			anchors.of(headingWords(match[1] ?? '')),
		),
		...[...text.matchAll(/<a\b[^>]*?\b(?:id|name)="([^"]+)"/g)].map((match) => match[1] ?? ''),
	]);
}

/** A heading as it is read: links are their words, and marks are gone. */
function headingWords(heading: string): string {
	return heading
		.replace(/!?\[([^\]]*)\]\([^)]*\)/g, '$1')
		.replace(/(\*\*?|__?)(\S(?:.*?\S)?)\1(?![\p{L}\p{N}])/gu, '$2')
		.replace(/\\([^\p{L}\p{N}\s])/gu, '$1');
}
