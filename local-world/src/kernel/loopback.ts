import { once } from 'node:events'
import type { AddressInfo, Server } from 'node:net'

/** The world is reachable from this machine only. */
export const LOOPBACK = '127.0.0.1'

/** Makes a server listen and resolves with its port; 0 takes any free one. Rejects if the port is taken. */
export async function listenOnLoopback(server: Server, port = 0): Promise<number> {
  server.listen(port, LOOPBACK)
  await once(server, 'listening')
  return (server.address() as AddressInfo).port
}
