import type { Locator, Page } from 'playwright-core';

/** Time for Customer.io, n8n or both to respond. */
const WORK_MS = 120_000;

/** n8n's editor, driven as a user would. */
export class Editor {
	readonly page: Page;

	private readonly url: string;

	constructor(page: Page, url: string) {
		this.page = page;
		this.url = url;
	}

	byId(id: string): Locator {
		return this.page.locator(`[data-test-id="${id}"]`);
	}

	async open(workflowId: string): Promise<void> {
		await this.page.goto(`${this.url}/workflow/${workflowId}`);
		await this.byId('canvas-node').first().waitFor();
		await this.byId('canvas-node').first().hover({ trial: true });
	}

	async openNew(): Promise<void> {
		await this.page.goto(`${this.url}/workflow/new`);
		await this.byId('canvas').waitFor();
	}

	node(name: string): Locator {
		return this.byId('canvas-node').filter({
			has: this.page.getByText(name, { exact: true }),
		});
	}

	async openNode(name: string): Promise<void> {
		await this.node(name).dblclick();
		await this.byId('ndv').waitFor();
	}

	async closeNode(): Promise<void> {
		await this.byId('ndv-close-button').click();
		await this.byId('ndv').waitFor({ state: 'detached' });
	}

	/** Runs the workflow and waits until a node has finished. */
	async run(lastNode: string): Promise<void> {
		await this.byId('execute-workflow-button').first().click();
		await this.node(lastNode)
			.locator('[data-test-id="canvas-node-status-success"]')
			.waitFor({ timeout: WORK_MS });
	}

	/** Publishes the open workflow and returns n8n's message. */
	async publish(): Promise<string> {
		await this.byId('workflow-open-publish-modal-button').click();
		await this.byId('workflow-publish-button').click();
		const dialog = this.page.getByRole('dialog').filter({ hasText: 'Workflow published' });
		await dialog.waitFor({ timeout: WORK_MS });
		const message = await dialog.innerText();
		await dialog.getByRole('button', { name: 'Got it' }).click();
		await dialog.waitFor({ state: 'hidden' });
		return message;
	}

	async unpublish(): Promise<void> {
		await this.byId('version-menu-button').click();
		await this.byId('version-menu-item-unpublish').click();
		const dialog = this.byId('workflow-history-version-unpublish-modal');
		await dialog.getByRole('button', { name: 'Unpublish' }).click();
		await dialog.waitFor({ state: 'hidden', timeout: WORK_MS });
	}

	/** Runs the open step and waits for items or an error. */
	async runStep(): Promise<void> {
		await this.byId('node-execute-button').click();
		await this.byId('output-panel')
			.locator('[data-test-id="ndv-items-count"], [data-test-id="node-error-message"]')
			.first()
			.waitFor({ timeout: WORK_MS });
	}

	/** Drags the parameter panel to the left, so that the output has more room. */
	async widenOutput(pixels: number): Promise<void> {
		const handle = await this.byId('panel-drag-button').boundingBox();
		if (handle === null) throw new Error('The parameter panel has no drag handle');
		const [x, y] = [handle.x + handle.width / 2, handle.y + handle.height / 2];
		await this.page.mouse.move(x, y);
		await this.page.mouse.down();
		await this.page.mouse.move(x - pixels, y, { steps: 10 });
		await this.page.mouse.up();
	}

	/** Waits until the output pane shows a text. */
	async outputShows(text: string): Promise<void> {
		await this.byId('output-panel').getByText(text).first().waitFor();
	}

	/** Opens the node panel with our nodes. Until the search has finished it shows others. */
	async findOurNodes(): Promise<Locator> {
		if (!(await this.byId('node-creator').isVisible()))
			await this.byId('node-creator-plus-button').click();
		await this.byId('node-creator-search-bar').fill('customer.io');
		await this.panelItem('Customer.io App').waitFor();
		return this.byId('node-creator');
	}

	/** A node in the panel by its exact name. */
	panelItem(name: string): Locator {
		return this.byId('node-creator')
			.locator('[data-test-id="item-iterator-item"]')
			.filter({ has: this.page.getByText(name, { exact: true }) });
	}

	/** A parameter of the open node. */
	parameter(name: string): Locator {
		return this.byId(`parameter-input-${name}`);
	}

	/** Opens a parameter's list and returns its entries. */
	async openList(parameter: string): Promise<Locator> {
		await this.parameter(parameter).locator('[data-test-id="rlc-input"]').click();
		const entries = this.page.locator('[data-test-id="rlc-item"]:visible');
		await entries.first().waitFor();
		return entries;
	}

	/** Scrolls a list, which loads more at its end, until it has `count` entries. */
	async scrollTo(entries: Locator, count: number): Promise<void> {
		const deadline = Date.now() + WORK_MS;
		for (let loaded = 0; loaded < count && Date.now() < deadline; loaded = await entries.count()) {
			// n8n does not notice the end while loading: scroll up, then down again.
			await entries.first().scrollIntoViewIfNeeded();
			await entries.last().scrollIntoViewIfNeeded();
			await this.page.waitForTimeout(200);
		}
		await this.expectCount(entries, count);
	}

	/** Searches in the open list. */
	async searchList(query: string): Promise<void> {
		await this.page.locator('[data-test-id="rlc-search"]:visible').fill(query);
	}

	/** Waits until exactly `count` elements are shown. */
	async expectCount(locator: Locator, count: number): Promise<void> {
		await locator.nth(count).waitFor({ state: 'detached' });
		await locator.nth(count - 1).waitFor();
	}

	/** Chooses an option of a parameter by its name. */
	async choose(parameter: string, option: string): Promise<void> {
		await this.parameter(parameter).click();
		await this.page
			.locator('.el-select-dropdown:visible')
			.getByText(option, { exact: true })
			.click();
	}
}
