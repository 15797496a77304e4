import type { Server, Socket } from 'node:net'

/**
 * Makes a server closable with all its connections; call it before the server listens.
 *
 * An HTTPS server's `closeAllConnections` misses connections still in their TLS handshake: one that completes a moment later is
 * served, and keeps the server open for as long as it is kept alive.
 *
 * @returns a function that closes the server and resolves when nothing is left; does nothing if the server is not listening
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
