import { connect, createServer, type Server, type Socket } from 'node:net'
import { type BreakableDatabases, breakOff } from '@meridian/local-world/testing'
import { inRegion, type RegionId } from '@meridian/topology'

/** Where a name currently points. */
export interface Place {
  readonly region: RegionId
  readonly port: number
  readonly isUp: boolean
}

/** A loopback port that stands in for a name as seen from one region. */
export interface EndpointProxy extends AsyncDisposable {
  readonly port: number
}

/**
 * Opens a port that forwards each new connection to where the name points at that moment, with the latency from a region.
 *
 * A server's port and role change over time, but a service gets its addresses only once.
 */
export async function openEndpointProxy(
  wan: BreakableDatabases['wan'],
  from: RegionId,
  lookUp: () => Place,
): Promise<EndpointProxy> {
  const crossings = new Map<string, Promise<{ readonly port: number } & AsyncDisposable>>()
  const sockets = new Set<Socket>()
  const server = createServer({ allowHalfOpen: true, noDelay: true }, (near) => {
    near.on('error', () => {})
    const place = lookUp()
    if (!place.isUp && !isCut(place)) near.end(NOT_UP)
    else void portOf(place).then((port) => join(near, port))
  })
  await listening(server)

  const isCut = ({ region }: Place) => region !== from && wan.link(inRegion(from), inRegion(region)).isCut

  async function portOf({ region, port }: Pick<Place, 'region' | 'port'>): Promise<number> {
    if (region === from) return port
    const key = `${region} ${port}`
    const crossing = crossings.get(key) ?? wan.listen(inRegion(from), inRegion(region), port)
    crossings.set(key, crossing)
    return (await crossing).port
  }

  function join(near: Socket, port: number): void {
    const far = connect({ host: '127.0.0.1', port, allowHalfOpen: true, noDelay: true })
    for (const [one, other] of [
      [near, far],
      [far, near],
    ] as const) {
      sockets.add(one)
      one.on('error', () => breakOff(other))
      one.on('close', () => {
        sockets.delete(one)
        if (!one.readableEnded) breakOff(other)
      })
      one.pipe(other)
    }
  }

  return {
    port: (server.address() as { port: number }).port,
    async [Symbol.asyncDispose]() {
      server.close()
      for (const socket of sockets) socket.destroy()
      for (const crossing of crossings.values()) await (await crossing)[Symbol.asyncDispose]()
    },
  }
}

/** PostgreSQL's answer while it starts: the proxy has already accepted the connection, and a reset would not give the reason. */
const NOT_UP = errorResponse({ S: 'FATAL', V: 'FATAL', C: '57P03', M: 'the database system is starting up' })

/** PostgreSQL's ErrorResponse: a type, its length, zero-terminated fields, and a zero. */
function errorResponse(fields: Readonly<Record<string, string>>): Buffer {
  const body = Buffer.from(
    `${Object.entries(fields)
      .map(([name, text]) => `${name}${text}\0`)
      .join('')}\0`,
  )
  const head = Buffer.alloc(5)
  head.write('E')
  head.writeInt32BE(body.length + 4, 1)
  return Buffer.concat([head, body])
}

function listening(server: Server): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject)
    server.listen(0, '127.0.0.1', resolve)
  })
}
