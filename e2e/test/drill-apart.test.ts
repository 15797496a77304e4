import { expect, it } from 'vitest'
import { runDrillApart } from '../src/series/run-drill-apart.ts'

it('a drill whose process ends early fails instead of being waited for', async () => {
  const drill = { drillName: 'no such drill', caller: 'sdk', seed: 1, rateFactor: 1, warmUpMs: 0 } as const
  const target = { name: 'local' } as Parameters<typeof runDrillApart>[0]['target']
  await expect(runDrillApart({ ...drill, target, resultsFolder: '/nowhere' })).rejects.toThrow(
    'ended without a report',
  )
})
