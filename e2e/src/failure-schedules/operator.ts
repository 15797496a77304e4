import { setTimeout as sleep } from 'node:timers/promises'
import { OPERATOR, type Recorder } from '@meridian/drills'
import { APNE2, USE1, USW2 } from '@meridian/local-world/testing'
import { until } from '@meridian/operator-tools'
import { inRegion, type RegionId } from '@meridian/topology'
import { LEASE_MS, type Regions } from './regions.ts'
import type { Step } from './schedule.ts'

const CLUSTER_ARN: Readonly<Record<RegionId, string>> = {
  'us-east-1': USE1,
  'us-west-2': USW2,
  'ap-northeast-2': APNE2,
}
const POLL_MS = 10
const CHANGE_WITHIN_MS = 12_000
const SETTLE_WITHIN_MS = 25_000
/** How long an operator takes to notice that all writes fail, scaled to these stories. */
const LOOK_AT_WRITER_EVERY_MS = 1_000
/** A renewal that left its region before the cut may arrive after it. */
const UNDER_WAY_MS = 100
/** The statement from docs/failover-runbook.md. */
export const FREE_WRITER = `update writer_epoch set epoch = 0, writer = '' where epoch < 0`
const MAJORITY_GONE_WITHIN_MS = 3_000
/** How the history records an operator's declaration. */
export const LAST_REGION = 'is the last region'
/** How the history records a freed writer. */
export const WRITER_FREED = 'the writer is freed by hand'

/** Changes the writer, injects failures and heals them; everything is recorded in the history. */
export interface Operator {
  /** Injects a failure and returns what heals it; a failure that makes no sense at that moment is recorded and skipped. */
  inject(
    failure: Extract<Step, { do: 'inject' }>['failure'],
    description: string,
  ): Promise<() => Promise<void>>
  /** Uses AWS's API; resolves when the change is over, successful or not. */
  changeWriter(kind: 'switchover' | 'failover', to: RegionId): Promise<void>
  /**
   * Watches the writer meanwhile. If AWS names it but it refuses every write, it was promoted back before it learned of the
   * writer in between (assumption A1 of docs/decisions/0007-epochs-fence-writes.md), and is freed as in the runbook.
   */
  keepWriterOpen(during: Promise<unknown>): Promise<void>
  /** Once writes have stopped, tells the writer (as AWS names it) that no other region is left; resolves to whether it agreed. */
  declareLastRegion(): Promise<boolean>
  /** Resolves when no change is in progress, every server runs and every member follows the writer. */
  untilSettled(): Promise<void>
  writerRegion(): RegionId
}

export function createOperator(regions: Regions, recorder: Recorder): Operator {
  const { world } = regions
  const { rds, wan, failures } = world
  const writerRegion = () => rds.instances().find(({ role }) => role === 'writer')?.region ?? 'us-east-1'

  return {
    writerRegion,
    async inject(failure, description) {
      const operation = recorder.begin(OPERATOR, 'inject', { detail: description })
      try {
        const { id, isMomentary } = await failures.inject({ ...failure })
        operation.end({ type: 'ok', detail: description })
        if (isMomentary) return async () => {}
        return async () => {
          const healing = recorder.begin(OPERATOR, 'heal', { detail: description })
          await failures.heal(id)
          healing.end({ type: 'ok', detail: description })
        }
      } catch (error) {
        operation.end({ type: 'fail', detail: `${description}: ${(error as Error).message}` })
        return async () => {}
      }
    },
    async changeWriter(kind, to) {
      const from = writerRegion()
      if (from === to) return
      if (kind === 'failover') await waitOutIsolation(from)
      const operation = recorder.begin(OPERATOR, kind, { to })
      try {
        await (kind === 'failover'
          ? world.failOver(to, CLUSTER_ARN[to], { AllowDataLoss: true })
          : world.switchOver(from, CLUSTER_ARN[to]))
        await until('the change of writer to be over', isOver, Boolean, within(CHANGE_WITHIN_MS))
        operation.end({ type: writerRegion() === to ? 'ok' : 'info', to, detail: `${writerRegion()} writes` })
      } catch (error) {
        operation.end({ type: 'fail', to, detail: (error as Error).message })
      }
    },
    async keepWriterOpen(during) {
      let isOverNow = false
      const over = during.finally(() => (isOverNow = true))
      while (!isOverNow) {
        if (await isOver()) await freeWriter()
        await Promise.race([over, sleep(LOOK_AT_WRITER_EVERY_MS)])
      }
      await over
    },
    async declareLastRegion() {
      const region = writerRegion()
      const declare = async () => {
        const [row] = await regions.askWriter<{ isTaken: boolean }>(
          'select declare_last_region($1, epoch) as "isTaken" from writer_epoch',
          [region],
        )
        return row?.isTaken === true
      }
      const isTaken = await until(
        'the majority to be gone',
        declare,
        Boolean,
        within(MAJORITY_GONE_WITHIN_MS),
      ).then(
        () => true,
        () => false,
      )
      const said = `${region} ${LAST_REGION}`
      recorder.note(OPERATOR, 'phase', { detail: isTaken ? said : `${said}: not taken, a majority lives` })
      return isTaken
    },
    async untilSettled() {
      const isSettled = async () => {
        const isWell = rds
          .instances()
          .every(({ status, synchronization }) => status === 'available' && synchronization === 'connected')
        return isWell && (await isOver())
      }
      await until('every server to run and follow the writer', isSettled, Boolean, within(SETTLE_WITHIN_MS))
    },
  }

  /**
   * Waits until a writer that cannot learn of a failover no longer accepts writes: assumption A2 of
   * docs/decisions/0013-a-majority-keeps-the-writer.md, and part of every manual failover.
   */
  async function waitOutIsolation(from: RegionId): Promise<void> {
    const others = (['us-east-1', 'us-west-2', 'ap-northeast-2'] as const).filter((region) => region !== from)
    if (!others.some((other) => wan.link(inRegion(from), inRegion(other)).isCut)) return
    await sleep(LEASE_MS + UNDER_WAY_MS)
  }

  async function freeWriter(): Promise<void> {
    // A server that is down or restarting is retried later.
    const freed = await regions.askWriter(`${FREE_WRITER} returning true`).catch(() => [])
    if (freed.length > 0) recorder.note(OPERATOR, 'phase', { detail: WRITER_FREED })
  }

  async function isOver(): Promise<boolean> {
    const { FailoverState, Status } = await world.describe()
    return FailoverState === undefined && Status === 'available'
  }
}

const within = (deadlineMs: number) => ({ deadlineMs, pollMs: POLL_MS })
