/** Shows progress on one line until the work is done. Without a terminal, prints only start and end. */
export async function withProgress<T>(
	title: string,
	state: () => string,
	work: () => Promise<T>,
): Promise<T> {
	const { stdout } = process;
	const started = Date.now();
	const show = () => stdout.write(`\r\u001b[K  ${title}: ${state()}`);
	const timer = stdout.isTTY ? setInterval(show, 200) : undefined;
	if (!stdout.isTTY) stdout.write(`  ${title} …\n`);
	try {
		return await work();
	} finally {
		clearInterval(timer);
		const seconds = ((Date.now() - started) / 1000).toFixed(1);
		stdout.write(`${stdout.isTTY ? '\r\u001b[K' : ''}  ${title}: ${state()} (${seconds} s)\n`);
	}
}
