/**
 * Which folder may import which: part of `npm run lint`. Types count as imports.
 *
 * The folders of nodes/shared from the top down. Each imports only folders of later lines; those of one line know nothing
 * of one another.
 */
const LAYERS = [
	['batching'],
	['methods'],
	['execution'],
	['description', 'request'],
	['response', 'fieldTypes'],
	['catalog'],
	['schema', 'transport'],
	['utils'],
];

const inShared = (folders) => `^nodes/shared/(${folders.join('|')})/`;

const layerRules = LAYERS.map((layer, index) => ({
	name: `layers-below-${layer.join('-')}`,
	comment: 'Imports go down the LAYERS of .dependency-cruiser.cjs.',
	severity: 'error',
	from: { path: inShared(layer) },
	// $1 is the folder of the importing file.
	to: { path: inShared(LAYERS.slice(0, index + 1).flat()), pathNot: '^nodes/shared/$1/' },
}));

/** @type {import('dependency-cruiser').IConfiguration} */
module.exports = {
	forbidden: [
		...layerRules,
		{
			name: 'every-shared-folder-has-a-layer',
			comment: 'Add a new folder of nodes/shared to the LAYERS of .dependency-cruiser.cjs.',
			severity: 'error',
			from: { path: '^nodes/shared/', pathNot: inShared(LAYERS.flat()) },
			to: {},
		},
		{
			name: 'nodes-know-nothing-of-one-another',
			severity: 'error',
			from: { path: '^nodes/(CustomerIo[^/]*)/' },
			to: { path: '^nodes/CustomerIo', pathNot: '^nodes/$1/' },
		},
		{
			name: 'shared-code-knows-no-node',
			severity: 'error',
			from: { path: '^nodes/shared/' },
			to: { path: '^(nodes/CustomerIo|credentials/)' },
		},
		{
			name: 'resources-are-data',
			comment:
				'A resource states what an endpoint is; it describes nothing, runs nothing and calls nothing.',
			severity: 'error',
			from: { path: '^nodes/CustomerIo[^/]*/(resources|fields)/' },
			to: { path: inShared(['batching', 'methods', 'execution', 'description', 'transport']) },
		},
		{
			name: 'credentials-know-the-apis-only',
			severity: 'error',
			from: { path: '^credentials/' },
			to: { path: '^nodes/', pathNot: '^nodes/shared/transport/apis\\.ts$' },
		},
		{
			name: 'what-is-published-stands-alone',
			severity: 'error',
			from: { path: '^(nodes|credentials)/' },
			to: { path: '^(test|tools)/' },
		},
		{
			name: 'tools-know-no-test',
			severity: 'error',
			from: { path: '^tools/' },
			to: { path: '^test/' },
		},
		{
			name: 'the-sandbox-shares-no-code-with-the-nodes',
			comment:
				'It works from what Customer.io documents, so that a slip in a resource cannot hide.',
			severity: 'error',
			from: { path: '^tools/sandbox/' },
			to: { path: '^(nodes|credentials)/' },
		},
		{
			name: 'no-circular-imports',
			severity: 'error',
			from: {},
			to: { circular: true },
		},
		{
			name: 'no-orphans',
			severity: 'error',
			from: { orphan: true, path: '^(nodes|credentials|tools)/', pathNot: '\\.config\\.' },
			to: {},
		},
	],
	options: {
		doNotFollow: { path: 'node_modules' },
		enhancedResolveOptions: { extensions: ['.ts', '.js', '.json'] },
		tsConfig: { fileName: 'tsconfig.json' },
		tsPreCompilationDeps: true,
	},
};
