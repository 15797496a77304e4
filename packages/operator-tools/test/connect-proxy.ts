import { createServer } from 'node:http'
import { type AddressInfo, connect } from 'node:net'
import { onTestFinished } from 'vitest'

/** An HTTP proxy that maps host names to local ports, with a delay of `delayMs` in each direction. */
export async function startConnectProxy(
  ports: Readonly<Record<string, number>>,
  delayMs: number,
): Promise<string> {
  const server = createServer()
  server.on('connect', (request, near) => {
    const port = ports[request.url ?? '']
    near.on('error', () => {})
    if (port === undefined) return near.end('HTTP/1.1 502 Bad Gateway\r\n\r\n')
    const far = connect(port, '127.0.0.1')
    const later = (run: () => void) => setTimeout(run, delayMs)
    setTimeout(() => near.write('HTTP/1.1 200 Connection Established\r\n\r\n'), 2 * delayMs)
    near.on('data', (bytes) => later(() => far.write(bytes)))
    far.on('data', (bytes) => later(() => near.write(bytes)))
    // Sockets of an HTTP server stay half open when the client ends its side.
    near.on('end', () => near.destroy())
    near.on('close', () => far.destroy())
    far.on('close', () => later(() => near.destroy()))
    far.on('error', () => near.destroy())
  })
  return listen(server)
}

export async function listen(server: ReturnType<typeof createServer>): Promise<string> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  onTestFinished(async () => {
    server.closeAllConnections()
    await new Promise((resolve) => server.close(resolve))
  })
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`
}

export const portOf = (origin: string) => Number(new URL(origin).port)
