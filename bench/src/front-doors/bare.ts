// The least that Node can do at these places: what the world's front doors add is the difference to these.
import { createSocket } from 'node:dgram'
import { once } from 'node:events'
import { Agent, createServer, request } from 'node:http'
import type { AddressInfo } from 'node:net'

const LOOPBACK = '127.0.0.1'
const IS_RESPONSE = 0x80

/** Passes requests and answers on by `node:http` with connections that are kept; no rules, health, traces or metrics. */
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

/** Sends each query back as its own answer, without reading it. */
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
