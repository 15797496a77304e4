import { once } from 'node:events'
import { type AddressInfo, connect, createServer, type Socket } from 'node:net'
import { expect, it, onTestFinished } from 'vitest'
import { breakOff } from '../../src/wan/break-off.ts'

it.each([
  ['in use', () => {}],
  // libuv answers EINVAL to a plain reset here, and the socket stays open forever.
  ['that has just been ended', (socket: Socket) => void socket.end()],
])('closes a socket %s', async (_what, prepare) => {
  const server = createServer({ allowHalfOpen: true }, (peer) => peer.on('error', () => {}).resume())
  server.listen(0, '127.0.0.1')
  onTestFinished(() => void server.close())
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  const socket = connect({ port, host: '127.0.0.1', allowHalfOpen: true })
  await once(socket, 'connect')
  prepare(socket)
  const closed = once(socket, 'close')
  breakOff(socket)
  await closed
  expect(socket.closed).toBe(true)
})
