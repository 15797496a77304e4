import { connect, createServer, type Server, type Socket } from 'node:net'
import { breakOff, type FaultyDatabases } from '@meridian/local-world/testing'
import { inRegion, type RegionId } from '@meridian/topology'

/** Where a name leads at the moment. */
export interface Place {
  readonly region: RegionId
  readonly port: number
}

/** A loopback port that stands for a name as one region sees it. */
export interface Door extends AsyncDisposable {
  readonly port: number
}

/**
 * Opens a port that leads each new connection to wherever the name leads then, across the distance from a region.
 *
 * A server keeps neither its port nor its role for ever; a service is given its addresses once.
 */
export async function openDoor(
  wan: FaultyDatabases['wan'],
  from: RegionId,
  lookUp: () => Place,
): Promise<Door> {
  const crossings = new Map<string, Promise<{ readonly port: number } & AsyncDisposable>>()
  const sockets = new Set<Socket>()
  const server = createServer({ allowHalfOpen: true, noDelay: true }, (near) => {
    near.on('error', () => {})
    void portOf(lookUp()).then((port) => join(near, port))
  })
  await listening(server)

  async function portOf({ region, port }: Place): Promise<number> {
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

function listening(server: Server): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject)
    server.listen(0, '127.0.0.1', resolve)
  })
}
