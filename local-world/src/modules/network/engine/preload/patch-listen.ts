import net from 'node:net'
import type { GateClient } from './gate-client.ts'

interface Asked {
  readonly port: number
  readonly host: string | undefined
}

const EVERY_ADDRESS = new Set([undefined, '', '0.0.0.0', '::'])
const LOOPBACK = new Set(['localhost', '127.0.0.1', '::1'])

/**
 * Binds every port that the program requests to a free one on 127.0.0.1, and announces it to the world unless it is
 * for loopback only. Returns the program's own ports, requested to actual.
 */
export function patchListen(gate: GateClient): ReadonlyMap<number, number> {
  const ownPorts = new Map<number, number>()
  const asked = new WeakMap<net.Server, Asked>()
  const listenPlainly = net.Server.prototype.listen as (...args: unknown[]) => net.Server
  const addressPlainly = net.Server.prototype.address

  function listen(this: net.Server, ...args: unknown[]): net.Server {
    const address = addressOf(args)
    if (!address) return listenPlainly.apply(this, args)
    const callback = args.find((argument) => typeof argument === 'function') as (() => void) | undefined
    // Runs before the program's own listeners: a client that learns the port can already connect to it.
    this.prependOnceListener('listening', () => announce(this, address))
    const options = typeof args[0] === 'object' ? args[0] : {}
    return listenPlainly.call(this, { ...options, port: 0, host: '127.0.0.1' }, callback)
  }

  function announce(server: net.Server, address: Asked): void {
    const { port } = addressPlainly.call(server) as net.AddressInfo
    asked.set(server, address)
    ownPorts.set(address.port, port)
    if (!LOOPBACK.has(address.host ?? '')) gate.serve(address.port, port)
    server.once('close', () => {
      ownPorts.delete(address.port)
      if (!LOOPBACK.has(address.host ?? '')) gate.withdraw(address.port)
    })
  }

  function address(this: net.Server): ReturnType<net.Server['address']> {
    const actual = addressPlainly.call(this)
    const address = asked.get(this)
    if (!address || actual === null || typeof actual === 'string') return actual
    return { ...actual, address: address.host ?? '0.0.0.0', port: address.port }
  }

  Object.assign(net.Server.prototype, { listen, address })
  return ownPorts
}

/** The TCP port above 0 that `listen` requests; undefined for sockets, handles and "any port". */
function addressOf(args: readonly unknown[]): Asked | undefined {
  const [first, second] = args
  const options = typeof first === 'object' && first !== null ? (first as net.ListenOptions) : undefined
  const port = Number(options ? options.port : first)
  if (!Number.isInteger(port) || port <= 0) return undefined
  const host = options ? options.host : typeof second === 'string' ? second : undefined
  return EVERY_ADDRESS.has(host) ? { port, host: undefined } : { port, host }
}
