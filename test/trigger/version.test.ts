/** Versions of the node, as the editor chooses one for a new node. */
import { loadPackage } from '../engine/harness.ts';
import { HarnessNodeTypes } from '../engine/packages.ts';
import { triggerType } from './triggerNode.ts';

test('a new node is above version 1, for which n8n evaluates an expression with each event', async () => {
	await loadPackage();
	const { version, defaultVersion } = new HarnessNodeTypes().getByNameAndVersion(
		triggerType,
	).description;
	expect(defaultVersion ?? Math.max(...[version].flat())).toBeGreaterThan(1);
});

test('a saved node of version 1 is known', async () => {
	await loadPackage();
	const { version } = new HarnessNodeTypes().getByNameAndVersion(triggerType, 1).description;
	expect([version].flat()).toContain(1);
});
