import { once } from 'node:events'
import { type AddressInfo, createServer } from 'node:net'

/**
 * A port on loopback that nobody listens on now; PostgreSQL cannot choose one by itself. Somebody else may take it before
 * the server does: whoever starts the server tries another one then.
 */
export async function findFreePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  server.close()
  await once(server, 'close')
  return port
}
