/** Builds `dist/` of the sources: what n8n loads, the icons, and the codex file beside each node. */
const path = require('node:path');

const { dest, parallel, src } = require('gulp');
const { rolldown } = require('rolldown');
const { require: requireTypeScript } = require('tsx/cjs/api');

const { n8n } = require('./package.json');

/** What n8n loads, each by the name that it has in `dist/` and in the sources. */
const names = [...n8n.nodes, ...n8n.credentials].map((file) => file.replace(/^dist\/|\.js$/g, ''));

/**
 * The properties of a node are constant, and describing them takes longer than all else when n8n loads it. So each
 * `properties.ts` is evaluated here, and its values take the place of the module, as JSON, which parses fastest.
 */
const describeAtBuild = {
	name: 'describe-at-build',
	load(id) {
		if (!/nodes[\\/]\w+[\\/]properties\.ts$/.test(id)) return null;
		return Object.entries(requireTypeScript(id, module.filename))
			.map(
				([name, value]) =>
					`export const ${name} = JSON.parse(${JSON.stringify(JSON.stringify(value))});`,
			)
			.join('\n');
	},
};

/** What nodes and credentials share that n8n needs when it loads them, and not only when they run. */
const sharedAtLoad =
	/credentials[\\/]common\.ts$|transport[\\/]apis\.ts$|methods[\\/]deferred\.ts$/;

/**
 * Joins the modules: a file for each node and credential, one for what each node runs, and two for what they share. n8n
 * loads these few files faster than all the modules. They stay as readable as the sources: nothing is shortened.
 */
const joined = (sourcemap) =>
	async function modules() {
		const bundle = await rolldown({
			input: Object.fromEntries(names.map((name) => [name, `./${name}.ts`])),
			platform: 'node',
			external: ['n8n-workflow'],
			plugins: [describeAtBuild],
			tsconfig: 'tsconfig.build.json',
		});
		await bundle.write({
			dir: 'dist',
			format: 'cjs',
			exports: 'named',
			entryFileNames: '[name].js',
			chunkFileNames: ({ facadeModuleId }) =>
				facadeModuleId
					? `nodes/${path.basename(path.dirname(facadeModuleId))}/[name].js`
					: 'nodes/[name].js',
			codeSplitting: {
				groups: [
					{ name: 'loading', test: sharedAtLoad, priority: 1 },
					{ name: 'shared', minShareCount: 2 },
				],
			},
			sourcemap,
		});
		await bundle.close();
	};
const icons = () => src('icons/*.svg').pipe(dest('dist/icons'));
const codex = () => src('nodes/**/*.node.json').pipe(dest('dist/nodes'));

exports.build = parallel(joined(false), icons, codex);
/** The same with the lines of the sources noted: `npm run coverage`. */
exports.traced = parallel(joined('inline'), icons, codex);
