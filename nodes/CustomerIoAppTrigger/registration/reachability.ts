import { NodeOperationError, type IHookFunctions } from 'n8n-workflow';

import { appApi } from '../../shared/transport/apis';

/** Loopback, private, link-local and carrier-grade NAT addresses. */
const PRIVATE_IPV4 =
	/^(0|10|127|169\.254|192\.168|172\.(1[6-9]|2\d|3[01])|100\.(6[4-9]|[7-9]\d|1[01]\d|12[0-7]))\./;
/** Loopback and IPv4-mapped, unique local and link-local addresses. */
const PRIVATE_IPV6 = /^\[(::|f[cd]|fe[89ab])/;
/** Top-level domains that exist only in local networks. */
const PRIVATE_NAME = /\.(localhost|local|internal|lan|home\.arpa)$/;

/**
 * Checks that the endpoint is not an address of this machine or of a private network.
 *
 * n8n offers triggers no warning in the editor, and with such an address activation would seem to
 * succeed although no event can ever arrive. A custom base URL may be a proxy or an emulator in the
 * same network, which can reach it.
 *
 * @throws NodeOperationError that names n8n's setting
 */
export async function assertReachable(context: IHookFunctions, endpoint: string): Promise<void> {
	const { region } = await context.getCredentials(appApi.credential);
	const url = URL.canParse(endpoint) ? new URL(endpoint) : undefined;
	if (region === 'custom' || (url !== undefined && !isPrivate(url.hostname))) return;
	throw new NodeOperationError(
		context.getNode(),
		`Customer.io cannot reach this n8n at ${url?.origin ?? endpoint}`,
		{
			description:
				'Set the environment variable WEBHOOK_URL of n8n to its public address, such as https://n8n.example.com/, and restart n8n. While you build the workflow, Options > Sample Event works without one.',
		},
	);
}

/** @param hostname as `URL` writes it: lower case, IPv6 in brackets */
function isPrivate(hostname: string): boolean {
	const host = hostname.replace(/\.$/, '');
	if (host.startsWith('[')) return PRIVATE_IPV6.test(host);
	if (/^[\d.]+$/.test(host)) return PRIVATE_IPV4.test(host);
	return !host.includes('.') || PRIVATE_NAME.test(host);
}
