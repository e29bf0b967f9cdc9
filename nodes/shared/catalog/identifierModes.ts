/** How people and objects are identified, in the modes of an identifier field. */

export const byEmail = {
	name: 'email',
	displayName: 'By Email',
	placeholder: 'ada@example.com',
	format: 'email',
} as const;
export const byId = { name: 'id', displayName: 'By ID', placeholder: '42' };
export const byPhone = { name: 'phone', displayName: 'By Phone', placeholder: '+4930901820' };
export const byCioId = {
	name: 'cio_id',
	displayName: 'By Customer.io ID',
	placeholder: 'a3000001',
};

export const byObjectId = { name: 'object_id', displayName: 'By ID', placeholder: 'acme' };
export const byCioObjectId = {
	name: 'cio_object_id',
	displayName: 'By Customer.io ID',
	placeholder: 'ob0001',
};
