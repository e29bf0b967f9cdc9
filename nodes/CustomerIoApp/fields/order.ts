import { pick } from '../../matrix/fields';

export const order = pick('sort', 'Order of the results', [
	{ name: 'Ascending', value: 'asc' },
	{ name: 'Descending', value: 'desc' },
]);
