import { loadPackage } from '../../../tools/engine/harness.ts';
import { HarnessNodeTypes } from '../../../tools/engine/packages.ts';
import { triggerType } from '../../support/triggerNode.ts';

test('the node is above version 1, for which n8n evaluates an expression with each event', async () => {
	await loadPackage();
	const { version } = new HarnessNodeTypes().getByNameAndVersion(triggerType).description;
	expect(Math.min(...[version].flat())).toBeGreaterThan(1);
});
