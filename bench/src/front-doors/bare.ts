// The minimum that Node can do here: the difference to these is the cost of the world's own front doors.
import { createSocket } from 'node:dgram'
import { once } from 'node:events'
import { Agent, createServer, request } from 'node:http'
import { type AddressInfo, connect, createServer as createTcpServer } from 'node:net'

const LOOPBACK = '127.0.0.1'
const IS_RESPONSE = 0x80

/** Forwards requests and responses with `node:http` over kept connections; no rules, health checks, traces or metrics. */
export async function serveBareProxy(targetPort: number): Promise<{ readonly port: number }> {
  const agent = new Agent({ keepAlive: true })
  const server = createServer((asked, response) => {
    const { method, url, rawHeaders } = asked
    const target = { host: LOOPBACK, port: targetPort, agent, method, path: url, headers: rawHeaders }
    const passed = request(target, (answer) => {
      response.writeHead(answer.statusCode ?? 502, answer.rawHeaders)
      answer.pipe(response)
    })
    passed.on('error', () => response.destroy())
    asked.pipe(passed)
  }).listen(0, LOOPBACK)
  await once(server, 'listening')
  return { port: (server.address() as AddressInfo).port }
}

/**
 * Passes bytes on between each connection and one of its own to the target, without reading them: no proxy of HTTP in this process
 * can do less for a request.
 */
export async function serveBareRelay(targetPort: number): Promise<{ readonly port: number }> {
  const server = createTcpServer({ noDelay: true }, (client) => {
    const target = connect({ port: targetPort, host: LOOPBACK, noDelay: true })
    client.on('data', (bytes) => target.write(bytes))
    target.on('data', (bytes) => client.write(bytes))
    client.on('close', () => target.destroy())
    target.on('close', () => client.destroy())
    for (const socket of [client, target]) socket.on('error', () => socket.destroy())
  }).listen(0, LOOPBACK)
  await once(server, 'listening')
  return { port: (server.address() as AddressInfo).port }
}

/** Echoes each query as its own answer, without parsing it. */
export async function serveBareEcho(): Promise<{ readonly port: number }> {
  const socket = createSocket({ type: 'udp4', recvBufferSize: 4_194_304 })
  socket.on('message', (message, { address, port }) => {
    message[2] = (message[2] ?? 0) | IS_RESPONSE
    socket.send(message, port, address)
  })
  socket.bind(0, LOOPBACK)
  await once(socket, 'listening')
  return { port: socket.address().port }
}
