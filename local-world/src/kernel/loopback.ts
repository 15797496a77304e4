import { once } from 'node:events'
import type { AddressInfo, Server } from 'node:net'

/** Only this machine reaches the world. */
export const LOOPBACK = '127.0.0.1'

/** Makes a server listen and resolves with its port; 0 leaves the choice to the machine. Rejects where the port is taken. */
export async function listenOnLoopback(server: Server, port = 0): Promise<number> {
  server.listen(port, LOOPBACK)
  await once(server, 'listening')
  return (server.address() as AddressInfo).port
}
