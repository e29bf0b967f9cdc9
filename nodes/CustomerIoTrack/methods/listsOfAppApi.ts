import { NodeOperationError, type ILoadOptionsFunctions, type INodeType } from 'n8n-workflow';

import { listSearches } from '../../shared/methods/listSearch';
import type { Resource } from '../../shared/schema/operation';
import { appApi } from '../../shared/transport/apis';

type ListSearches = NonNullable<NonNullable<INodeType['methods']>['listSearch']>;

/** The lists of segments and object types, which only the App API has. Its credential is optional. */
export function listsOfAppApi(resources: readonly Resource[]): ListSearches {
	const searches: ListSearches = listSearches(resources, appApi);
	return Object.fromEntries(
		Object.entries(searches).map(([method, search]) => [
			method,
			async function (this: ILoadOptionsFunctions, filter?: string, paginationToken?: string) {
				const node = this.getNode();
				if (node.credentials?.[appApi.credential] === undefined) {
					throw new NodeOperationError(node, `This list needs a ${appApi.name} credential`, {
						description: 'Choose one above, or enter the ID: switch from "From List" to "By ID".',
					});
				}
				return await search.call(this, filter, paginationToken);
			},
		]),
	);
}
