/**
 * The network of the trials, at the level of sockets: connections to a gateway fail as its trial says, and no connection
 * leaves this machine.
 */
import net from 'node:net';

/** The errors that Node.js gives to a connection or a request. */
export interface SocketFault {
	readonly code: string;
	/** Missing in errors of TLS. */
	readonly syscall?: string;
	/** The errors of all addresses of a host come as one, which names no system call. */
	readonly aggregate?: boolean;
}

function socketError({ code, syscall, aggregate = false }: SocketFault): Error {
	const message = `${syscall ?? 'tls'} ${code}`;
	const error = Object.assign(new Error(message), {
		code,
		...(syscall === undefined ? {} : { syscall }),
	});
	return aggregate ? Object.assign(new AggregateError([error, error], message), { code }) : error;
}

/** What becomes of the next connection to a port: undefined to let it pass. */
type OnConnect = () => SocketFault | undefined;

const gateways = new Map<number, OnConnect>();
/** By both ports: connections to different gateways may have the same local one. */
const clients = new Map<string, net.Socket>();

interface Target {
	readonly port?: number | string;
	readonly host?: string;
	readonly path?: string;
}

const LOOPBACK = new Set(['127.0.0.1', '::1', 'localhost']);
const UNKNOWN_HOST: SocketFault = { code: 'ENOTFOUND', syscall: 'getaddrinfo' };

type Connect = (this: net.Socket, ...args: unknown[]) => net.Socket;
const connect = net.Socket.prototype.connect as Connect;

/** Node.js passes the options themselves, or normalized as the first element of an array. */
function targetOf([first]: unknown[]): Target {
	const options: unknown = Array.isArray(first) ? first[0] : first;
	return typeof options === 'object' && options !== null ? options : {};
}

const connectOrFail: Connect = function (...args) {
	const { port, host = 'localhost', path } = targetOf(args);
	const onConnect = gateways.get(Number(port));
	const isLocal = path !== undefined || LOOPBACK.has(host);
	const fault = isLocal ? onConnect?.() : UNKNOWN_HOST;
	if (fault !== undefined) {
		process.nextTick(() => this.destroy(socketError(fault)));
		return this;
	}
	if (onConnect !== undefined) {
		this.once('connect', () => {
			const ports = `${this.localPort} ${this.remotePort}`;
			clients.set(ports, this);
			this.once('close', () => {
				if (clients.get(ports) === this) clients.delete(ports);
			});
		});
	}
	return connect.apply(this, args);
};
net.Socket.prototype.connect = connectOrFail as typeof net.Socket.prototype.connect;

/** Decides about all connections to a port, until the returned function is called. */
export function watchPort(port: number, onConnect: OnConnect): () => void {
	gateways.set(port, onConnect);
	return () => gateways.delete(port);
}

/** Fails the client's end of a connection to a watched port, which is identified by its server's end. */
export function failClientOf(server: net.Socket, fault: SocketFault): void {
	const client = clients.get(`${server.remotePort} ${server.localPort}`);
	if (client === undefined) server.destroy();
	else client.destroy(socketError(fault));
}
