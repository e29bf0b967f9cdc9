export const pause = async (ms: number) => {
	await new Promise((resolve) => setTimeout(resolve, ms));
};
