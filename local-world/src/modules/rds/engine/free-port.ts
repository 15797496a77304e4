import { once } from 'node:events'
import { createServer } from 'node:net'
import { listenOnLoopback } from '../../../kernel/loopback.ts'

/**
 * A free loopback port; PostgreSQL cannot choose one by itself. Another process may take it before
 * the server does; the caller then tries another one.
 */
export async function findFreePort(): Promise<number> {
  const server = createServer()
  const port = await listenOnLoopback(server)
  server.close()
  await once(server, 'close')
  return port
}
