import { type Pacing, REAL_PACING } from '@meridian/operator-tools'
import type { RegionId } from '@meridian/topology'
import type { OpenOperation, Recorder } from './history/recorder.ts'
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
  readonly pacing?: Pacing
}

/**
 * Reads every acknowledged write once more, in the region that writes, and records whether it is there.
 *
 * Rows that are missing are asked for together until the time for them is over, so many lost rows take no longer than one.
 */
export async function sweepWrites(options: SweepOptions): Promise<void> {
  const { pacing = REAL_PACING } = options
  let open: readonly Open[] = [...new Set(options.ids)].map((id) => begin(options, id))
  await askEach(options, open)
  // Not from the start: on a busy machine, asking for every row once may take longer than the time for a missing one.
  const askedOnceMs = pacing.now()
  for (;;) {
    const tookMs = pacing.now() - askedOnceMs
    open = open.filter(({ id, status, operation }) => {
      if (status === OK) operation.end({ type: 'ok', id, isFound: true })
      else if (status === NOT_FOUND && tookMs > ASK_AGAIN_FOR_MS)
        operation.end({ type: 'ok', id, isFound: false })
      else if (tookMs > ASK_THE_SILENT_FOR_MS) operation.end({ type: 'info', id })
      else return true
      return false
    })
    if (open.length === 0) return
    await pacing.wait(ASK_AGAIN_AFTER_MS)
    await askEach(options, open)
  }
}

interface Open {
  readonly id: string
  readonly operation: OpenOperation
  /** Of the last response; undefined if there was none. */
  status: number | undefined
}

const begin = ({ recorder, sweep, region }: SweepOptions, id: string): Open => ({
  id,
  operation: recorder.begin('sweeper', 'sweep', { id, sweep, via: region }),
  status: undefined,
})

async function askEach({ ways, region }: SweepOptions, open: readonly Open[]): Promise<void> {
  const client = ways.to(HOME_CITY[region], region)
  const rest = [...open]
  const worker = async () => {
    for (let row = rest.pop(); row !== undefined; row = rest.pop())
      row.status = await client.send({ method: 'GET', path: `/api/leads/${row.id}` }).then(
        (answer) => answer.status,
        () => undefined,
      )
  }
  await Promise.all(Array.from({ length: AT_ONCE }, worker))
}
