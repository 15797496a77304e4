import type dnsModule from 'node:dns'
import { isIP } from 'node:net'
import type { GateClient } from './gate-client.ts'

type Dns = typeof dnsModule
type Callback = (error: Error | null, ...answer: unknown[]) => void
interface LookupOptions {
  readonly family?: number | 'IPv4' | 'IPv6'
  readonly all?: boolean
}

/** Resolves names through the interface's resolver: IPv4 only. */
export function patchDns(gate: GateClient, dns: Dns): void {
  const plainly = { lookup: dns.lookup, promises: dns.promises.lookup } as {
    lookup: (...args: unknown[]) => void
    promises: (...args: unknown[]) => Promise<unknown>
  }

  async function lookupAll(name: string, options: LookupOptions) {
    const addresses = options.family === 6 || options.family === 'IPv6' ? [] : await gate.resolve(name)
    if (addresses.length === 0) throw notFound(name, 'getaddrinfo')
    return addresses.map((address) => ({ address, family: 4 }))
  }

  function lookup(name: string, ...rest: unknown[]): void {
    if (isLocal(name)) {
      plainly.lookup(name, ...rest)
      return
    }
    const options = optionsOf(rest[0])
    const callback = rest.at(-1) as Callback
    lookupAll(name, options).then(
      (all) => (options.all ? callback(null, all) : callback(null, all[0]?.address, 4)),
      (error: Error) => callback(Object.assign(error, { hostname: name, syscall: 'getaddrinfo' })),
    )
  }

  async function lookupPromise(name: string, given?: unknown) {
    if (isLocal(name)) return plainly.promises(name, given)
    const options = optionsOf(given)
    const all = await lookupAll(name, options)
    return options.all ? all : all[0]
  }

  const resolve4Promise = (name: string) => gate.resolve(name)
  function resolve4(name: string, ...rest: unknown[]): void {
    const callback = rest.at(-1) as Callback
    gate.resolve(name).then(
      (addresses) => callback(null, addresses),
      (error: Error) => callback(Object.assign(error, { hostname: name, syscall: 'queryA' })),
    )
  }

  // `util.promisify(dns.lookup)` finds its `{ address, family }` form through a symbol on the function.
  for (const symbol of Object.getOwnPropertySymbols(dns.lookup))
    Object.assign(lookup, { [symbol]: Reflect.get(dns.lookup, symbol) })
  Object.assign(dns, { lookup, resolve4 })
  Object.assign(dns.promises, { lookup: lookupPromise, resolve4: resolve4Promise })
}

const isLocal = (name: unknown): boolean =>
  typeof name !== 'string' || name === '' || name === 'localhost' || isIP(name) !== 0

function optionsOf(given: unknown): LookupOptions {
  if (typeof given === 'number') return { family: given }
  return typeof given === 'object' && given !== null ? given : {}
}

function notFound(name: string, syscall: string): Error {
  return Object.assign(new Error(`${syscall} ENOTFOUND ${name}`), {
    code: 'ENOTFOUND',
    errno: -3008,
    syscall,
    hostname: name,
  })
}
