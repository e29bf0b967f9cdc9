/** Builds `dist/` of the sources: what n8n loads, the icons, and the codex file beside each node. */
const { dest, parallel, src } = require('gulp');
const { rolldown } = require('rolldown');
const { require: requireTypeScript } = require('tsx/cjs/api');

const { n8n } = require('./package.json');

/** What n8n loads, each by the name that it has in `dist/` and in the sources. */
const names = [...n8n.nodes, ...n8n.credentials].map((file) => file.replace(/^dist\/|\.js$/g, ''));

/**
 * The properties of a node are constant, and describing them takes longer than all else when n8n loads it. So each
 * `properties.ts` is evaluated here, and its value takes the place of the module, as JSON, which parses fastest.
 */
const describeAtBuild = {
	name: 'describe-at-build',
	load(id) {
		if (!/nodes[\\/]\w+[\\/]properties\.ts$/.test(id)) return null;
		const { properties } = requireTypeScript(id, module.filename);
		return `export const properties = JSON.parse(${JSON.stringify(JSON.stringify(properties))});`;
	},
};

/**
 * Joins the modules: a file for each node and credential, and one for what they share. n8n loads these few files in
 * two thirds of the time that all the modules take. They stay as readable as the sources: nothing is shortened.
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
			chunkFileNames: 'nodes/[name].js',
			codeSplitting: { groups: [{ name: 'shared', minShareCount: 2 }] },
			sourcemap,
		});
		await bundle.close();
	};
const icons = () => src('icons/*.svg').pipe(dest('dist/icons'));
const codex = () => src('nodes/**/*.node.json').pipe(dest('dist/nodes'));

exports.build = parallel(joined(false), icons, codex);
/** The same with the lines of the sources noted: `npm run coverage`. */
exports.traced = parallel(joined('inline'), icons, codex);
