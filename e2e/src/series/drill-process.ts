// The thread of one drill; see run-drill-apart.ts.
import { parentPort, workerData } from 'node:worker_threads'
import { findDrill, type RoleChangeCaller, runDrill } from '@meridian/drills'
import { awsCliCaller } from './aws-cli.ts'
import type { DrillApart, DrillTold } from './run-drill-apart.ts'

const { target, drillName, caller, ...options } = workerData as DrillApart
const drill = findDrill(drillName)
if (!drill) throw new Error(`There is no drill "${drillName}"`)

const calledAtMs: number[] = []
const callAws = awsCliCaller(target)
const callByCli: RoleChangeCaller = (change) => {
  calledAtMs.push(Date.now())
  return callAws(change)
}

const result = await runDrill(target, drill, {
  ...options,
  caller: caller === 'aws' ? callByCli : undefined,
  onPhase: (phase) => parentPort?.postMessage({ phase }),
})
parentPort?.postMessage({ ...result, calledAtMs } satisfies DrillTold)
