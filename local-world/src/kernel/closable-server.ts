import type { Server, Socket } from 'node:net'

/**
 * Prepares for closing a server with all its connections; to be called before it listens.
 *
 * `closeAllConnections` of an HTTPS server knows only those whose handshake is over: one that completes a moment later is served on,
 * and keeps the server open for as long as it is kept alive.
 *
 * @returns closes, and resolves when nothing is left; does nothing where the server does not listen
 */
export function closerOf(server: Server): () => Promise<void> {
  const connections = new Set<Socket>()
  server.on('connection', (connection: Socket) => {
    connections.add(connection)
    connection.once('close', () => connections.delete(connection))
  })
  return async () => {
    if (!server.listening) return
    const closed = new Promise<void>((resolve) => server.close(() => resolve()))
    for (const connection of connections) connection.destroy()
    await closed
  }
}
