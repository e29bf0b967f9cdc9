import { loadPackage } from '../../../tools/engine/harness.ts';
import { HarnessNodeTypes } from '../../../tools/engine/packages.ts';
import { triggerType } from '../../support/triggerNode.ts';

test("the node's version is above 1, for which n8n would evaluate an expression with each event", async () => {
	await loadPackage();
	const { version } = new HarnessNodeTypes().getByNameAndVersion(triggerType).description;
	expect(Math.min(...[version].flat())).toBeGreaterThan(1);
});
