// The process of one drill; see run-drill-apart.ts.
import { once } from 'node:events'
import { findDrill, type RoleChangeCaller, runDrill } from '@meridian/drills'
import { awsCliCaller } from './aws-cli.ts'
import type { DrillApart, DrillMessage } from './run-drill-apart.ts'

process.once('disconnect', () => process.exit())
const [message] = (await once(process, 'message')) as [DrillApart]
const { target, drillName, caller, ...options } = message
const drill = findDrill(drillName)
if (!drill) throw new Error(`There is no drill "${drillName}"`)

const calledAtMs: number[] = []
const callAws = awsCliCaller(target)
const callByCli: RoleChangeCaller = (change) => {
  calledAtMs.push(Date.now())
  return callAws(change)
}
const tell = (told: DrillMessage) => process.send?.(told)

const result = await runDrill(target, drill, {
  ...options,
  caller: caller === 'aws' ? callByCli : undefined,
  onPhase: (phase) => tell({ phase }),
})
tell({ ...result, calledAtMs })
