import { writes } from '@meridian/operator-tools'
import { type CityId, instanceId, type RegionId } from '@meridian/topology'
import type { HistoryEvent, Signal } from '../src/history/event.ts'
import { type History, readHistory } from '../src/history/history.ts'
import { createRecorder } from '../src/history/recorder.ts'

interface WriteOptions {
  readonly key?: string
  readonly session?: string
  readonly by?: RegionId
  readonly tookMs?: number
  /** Sends the write through this city's edge; otherwise it goes to a load balancer. */
  readonly city?: CityId
}

/** Writes a history line by line; time advances by a millisecond per operation unless given. */
export function sampleHistory() {
  let nowMs = 0
  const recorder = createRecorder(() => nowMs)
  const builder = {
    after(ms: number) {
      nowMs += ms
      return builder
    },
    write(
      id: string,
      { key = `key-${id}`, session = 'visitor', by = 'us-east-1', tookMs = 1, city }: WriteOptions = {},
    ) {
      const who = city === undefined ? 'writer' : `${city} writer via edge`
      const operation = recorder.begin(who, 'write', { key, session, via: city ? 'edge' : 'us-east-1' })
      nowMs += tookMs
      operation.end({ type: 'ok', status: 201, id, region: 'us-east-1', database: instanceId(by, 1) })
      return builder
    },
    /** A write that is still under way when the next lines are written. */
    beginWrite(id: string) {
      const operation = recorder.begin('writer', 'write', {
        key: `key-${id}`,
        session: 'visitor',
        via: 'us-east-1',
      })
      return {
        endedBy: (by: RegionId) =>
          operation.end({ type: 'ok', status: 201, id, region: 'us-east-1', database: instanceId(by, 1) }),
      }
    },
    failedWrite(key: string, status = 503) {
      const operation = recorder.begin('writer', 'write', { key, session: 'visitor', via: 'edge' })
      nowMs += 1
      operation.end({ type: 'info', status })
      return builder
    },
    read(id: string, isFound: boolean, session = 'visitor') {
      const operation = recorder.begin('reader', 'read', { id, session, via: 'us-west-2' })
      nowMs += 1
      operation.end({
        type: 'ok',
        status: isFound ? 200 : 404,
        id,
        isFound,
        database: instanceId('us-west-2', 1),
      })
      return builder
    },
    sweep(id: string, isFound: boolean, sweep = 1, key?: string) {
      const details = { id, sweep, via: 'us-west-2', ...(key !== undefined && { key }) } as const
      recorder.begin('sweeper', 'sweep', details).end({ type: 'ok', isFound })
      return builder
    },
    inSnapshot(id: string) {
      recorder.note('sweeper', 'snapshot', { id, isFound: true })
      return builder
    },
    change(action: 'switchover' | 'failover', to: RegionId) {
      recorder.begin('operator', action, { to }).end({ type: 'ok' })
      nowMs += 1
      return builder
    },
    phase(detail: string) {
      nowMs += 1
      recorder.note('operator', 'phase', { detail })
      return builder
    },
    failure(detail: string) {
      recorder.note('operator', 'inject', { detail })
      return builder
    },
    heal(detail: string) {
      recorder.begin('operator', 'heal', { detail }).end({ type: 'ok', detail })
      return builder
    },
    signal(signal: Signal, detail: string) {
      recorder.note('detection watch', 'signal', { signal, detail })
      return builder
    },
    promoted(to: RegionId) {
      recorder.note('operator', 'promoted', { to })
      return builder
    },
    /** A region's service reports where its writes go. */
    writesGoTo(region: RegionId) {
      recorder.note('lag watch', 'lag', { detail: writes(region) })
      return builder
    },
    /** A reader in New York, through the edge. */
    atTheEdge(region: RegionId) {
      recorder.begin('new-york reader via edge', 'page', { via: 'edge' }).end({ type: 'ok', region })
      return builder
    },
    events: (): readonly HistoryEvent[] => recorder.events(),
    done: (): History => readHistory(recorder.events()),
  }
  return builder
}
