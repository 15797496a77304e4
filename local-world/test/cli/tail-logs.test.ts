import { expect, it } from 'vitest'
import { tailLogs } from '../../src/cli/tail-logs.ts'
import { GROUP, START_MS, startLogging } from '../logs/logs-fixture.ts'

const MINUTE_MS = 60_000

it('prints existing lines, then new ones, each once', async () => {
  const { clock, port, print } = await startLogging()
  await print('too old\n')
  await clock.advance(20 * MINUTE_MS)
  await print('first\n')
  const lines: string[] = []
  let polls = 0
  const exitCode = await tailLogs([GROUP, '--follow', '--format', 'short'], {
    world: {
      endpoint: `http://127.0.0.1:${port}`,
      region: 'us-east-1',
      credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
    },
    print: (line) => lines.push(line),
    now: () => clock.now(),
    async wait() {
      polls += 1
      if (polls === 1) await print('second\n')
      return polls < 3
    },
  })
  expect(exitCode).toBe(0)
  const time = new Date(START_MS + 20 * MINUTE_MS).toISOString().slice(0, 19)
  expect(lines).toEqual([`${time} first`, `${time} second`])
})

it('names the arguments that it does not understand', async () => {
  const dependencies = { world: {} as never, print: () => {}, now: () => START_MS, wait: async () => false }
  await expect(tailLogs([], dependencies)).rejects.toThrow('takes the name of one log group')
  await expect(tailLogs([GROUP, '--since', 'soon'], dependencies)).rejects.toThrow('--since is "soon"')
})
