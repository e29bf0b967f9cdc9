import type { Locator, Page } from 'playwright-core';

/** n8n's editor, by what a person sees and does there. */
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

	/** Runs the workflow, and waits until a node is done. */
	async run(lastNode: string): Promise<void> {
		await this.byId('execute-workflow-button').first().click();
		await this.node(lastNode)
			.locator('[data-test-id="canvas-node-status-success"]')
			.waitFor({ timeout: 60_000 });
	}

	/** A toast may go by itself while somebody reaches for it, hence without Playwright's patience. */
	async closeToasts(): Promise<void> {
		const close = this.page.locator('.el-notification__closeBtn');
		for (let i = 0; i < 20 && (await close.count()) > 0; i++) {
			await close.evaluateAll((buttons) => {
				for (const button of buttons) (button as HTMLElement).click();
			});
			await this.page.waitForTimeout(200);
		}
	}

	/** Runs the step that is open, and waits for items or an error. */
	async runStep(): Promise<void> {
		await this.byId('node-execute-button').click();
		await this.byId('output-panel')
			.locator('[data-test-id="ndv-items-count"], [data-test-id="node-error-message"]')
			.first()
			.waitFor({ timeout: 60_000 });
	}

	/** Waits until the output pane shows a text. */
	async outputShows(text: string): Promise<void> {
		await this.byId('output-panel').getByText(text).first().waitFor();
	}

	/** The node panel, with what a search finds. */
	async searchNodes(words: string): Promise<Locator> {
		if (!(await this.byId('node-creator').isVisible()))
			await this.byId('node-creator-plus-button').click();
		await this.byId('node-creator-search-bar').fill(words);
		await this.byId('node-creator')
			.locator('[data-test-id="item-iterator-item"]')
			.first()
			.waitFor();
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

	/** Chooses an option of a parameter by its name. */
	async choose(parameter: string, option: string): Promise<void> {
		await this.parameter(parameter).click();
		await this.page
			.locator('.el-select-dropdown:visible')
			.getByText(option, { exact: true })
			.click();
	}
}
