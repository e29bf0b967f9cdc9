import { options } from '../../shared/schema/fieldBuilders';

export const order = options('sort', 'Order of the results', [
	{ name: 'Ascending', value: 'asc' },
	{ name: 'Descending', value: 'desc' },
]);
