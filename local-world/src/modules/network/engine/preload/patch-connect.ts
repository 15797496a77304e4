import net from 'node:net'
import type { GateClient } from './gate-client.ts'

type ConnectOptions = net.TcpNetConnectOpts & { readonly path?: string }
type Listener = (() => void) | undefined

const LOOPBACK = new Set(['', 'localhost', '127.0.0.1', '::1'])

/** Makes every outgoing TCP connection of this process ask the world first. */
export function patchConnect(gate: GateClient, ownPorts: ReadonlyMap<number, number>): void {
  const connectPlainly = net.Socket.prototype.connect as (...args: unknown[]) => net.Socket

  function connect(this: net.Socket, ...args: unknown[]): net.Socket {
    const [options, listener] = normalize(args)
    if (!options) return connectPlainly.apply(this, args)
    const host = options.host ?? ''
    if (LOOPBACK.has(host)) {
      // A task has its own loopback: the port it asked for maps to the actual one.
      const port = ownPorts.get(Number(options.port)) ?? options.port
      return connectPlainly.call(this, { ...options, port }, listener)
    }
    if (listener) this.once('connect', listener)
    holdUntilOpened(this, options, host)
    return this
  }

  /** Sets `connecting`, so that Node buffers writes until the connection is open. */
  function holdUntilOpened(socket: net.Socket, options: ConnectOptions, host: string): void {
    const port = Number(options.port)
    if (socket.destroyed) revive(socket)
    const asked = gate.open(host, port)
    // The socket may be closed and connected again before the first answer arrives: that answer is then ignored.
    let isAwaited = true
    const abandon = () => {
      isAwaited = false
      asked.cancel()
    }
    const takeAnswer = (): boolean => {
      socket.removeListener('close', abandon)
      return isAwaited && !socket.destroyed
    }
    Object.assign(socket, { connecting: true })
    socket.once('close', abandon)
    asked.opened.then(
      (loopbackPort) => {
        if (takeAnswer()) connectPlainly.call(socket, connectionTo(loopbackPort, options))
      },
      (error: Error) => {
        if (takeAnswer()) socket.destroy(Object.assign(error, { port, host, hostname: host }))
      },
    )
  }

  Object.assign(net.Socket.prototype, { connect })
}

/** A closed socket may be connected again: Node's own `connect` takes these steps first. */
function revive(socket: net.Socket): void {
  Object.assign(socket, { _handle: null, _peername: undefined, _sockname: undefined })
  Reflect.get(socket, '_undestroy').call(socket)
}

/** The caller's options without local address, family and resolver, which belong to the other network. */
function connectionTo(port: number, options: ConnectOptions): net.TcpNetConnectOpts {
  const { lookup: _, localAddress: __, localPort: ___, family: ____, ...rest } = options
  return { ...rest, host: '127.0.0.1', port }
}

/** The forms of `connect`: options, port and host, path, and Node's internal normalised pair. */
function normalize(args: readonly unknown[]): [ConnectOptions | undefined, Listener] {
  const [first, second] = args
  const listener = args.find((argument) => typeof argument === 'function') as Listener
  if (Array.isArray(first)) return [tcp(first[0]), (first[1] as Listener) ?? undefined]
  if (typeof first === 'object' && first !== null) return [tcp(first), listener]
  const port = Number(first)
  if (!Number.isInteger(port)) return [undefined, listener]
  return [{ port, ...(typeof second === 'string' ? { host: second } : {}) }, listener]
}

function tcp(options: unknown): ConnectOptions | undefined {
  const given = options as ConnectOptions
  return given.path || given.port === undefined ? undefined : given
}
