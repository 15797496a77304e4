import type { RegionId } from '@meridian/topology'
import type { Recorder } from './history/recorder.ts'
import { HOME_CITY } from './load/load-plan.ts'
import type { Ways } from './load/ways.ts'

const AT_ONCE = 48
/** A replica may lag behind the writer, and a busy system refuses: missing rows are retried for this long. */
const ASK_AGAIN_FOR_MS = 5_000
const ASK_THE_SILENT_FOR_MS = 30_000
const ASK_AGAIN_AFTER_MS = 100
const OK = 200
const NOT_FOUND = 404

export interface SweepOptions {
  readonly recorder: Recorder
  readonly ways: Ways
  /** The region that writes. */
  readonly region: RegionId
  readonly ids: readonly string[]
  readonly sweep: number
}

/** Reads every acknowledged write once more, in the region that writes, and records whether it is there. */
export async function sweepWrites(options: SweepOptions): Promise<void> {
  const rest = [...new Set(options.ids)]
  const worker = async () => {
    for (let id = rest.pop(); id !== undefined; id = rest.pop()) await sweepOne(options, id)
  }
  await Promise.all(Array.from({ length: AT_ONCE }, worker))
}

async function sweepOne({ recorder, ways, region, sweep }: SweepOptions, id: string): Promise<void> {
  const client = ways.to(HOME_CITY[region], region)
  const operation = recorder.begin('sweeper', 'sweep', { id, sweep, via: region })
  const startedMs = performance.now()
  for (;;) {
    const status = await client.send({ method: 'GET', path: `/api/leads/${id}` }).then(
      (answer) => answer.status,
      () => undefined,
    )
    if (status === OK) return operation.end({ type: 'ok', id, isFound: true })
    const nowMs = performance.now()
    if (status === NOT_FOUND && nowMs - startedMs > ASK_AGAIN_FOR_MS)
      return operation.end({ type: 'ok', id, isFound: false })
    if (nowMs - startedMs > ASK_THE_SILENT_FOR_MS) return operation.end({ type: 'info', id })
    await new Promise((resolve) => setTimeout(resolve, ASK_AGAIN_AFTER_MS))
  }
}
