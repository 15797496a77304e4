import { once } from 'node:events'
import { type AddressInfo, createServer } from 'node:net'
import { expect, it, onTestFinished } from 'vitest'
import { connectTo } from '../../src/modules/elbv2/engine/target-pool.ts'
import { createInTestNetwork } from '../support/in-test-network.ts'

it('the connect time-out does not end an established connection', async () => {
  const server = createServer((socket) => void socket.pipe(socket)).listen(0, '127.0.0.1')
  await once(server, 'listening')
  onTestFinished(() => void server.close())
  const network = createInTestNetwork()
  const networkInterface = network.attach({ description: 'task', subnetId: 'a', securityGroupIds: [] })
  networkInterface.serve(3000, (server.address() as AddressInfo).port)
  const limit = new AbortController()
  const target = { address: networkInterface.address, port: 3000, zone: 'us-east-1a' }
  const socket = await connectTo(target, networkInterface, limit.signal)
  onTestFinished(() => void socket.destroy())
  limit.abort()
  socket.write('still here')
  const [echo] = await once(socket, 'data')
  expect(String(echo)).toBe('still here')
})
