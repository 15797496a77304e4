import { createServer, type Socket } from 'node:net'
import { expect, it, onTestFinished } from 'vitest'
import { runStatement } from '../../src/modules/rdsdata/engine/run-statement.ts'

it('a statement times out on a frozen server, which accepts connections and never answers', async () => {
  const sockets = new Set<Socket>()
  const frozen = createServer((socket) => void sockets.add(socket.on('error', () => {})))
  await new Promise<void>((resolve) => frozen.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => {
    for (const socket of sockets) socket.destroy()
    frozen.close()
  })
  const { port } = frozen.address() as { port: number }
  const session = { port, database: 'marketing', username: 'meridian', password: 'unused' }
  await expect(runStatement(session, 'select 1', [], 200)).rejects.toThrow(/timeout/)
})
