import { sampleOutputs } from '@meridian/operator-tools/testing'
import { CallRefusedError, type GlobalDatabase, type GlobalDatabaseControl } from '../src/global-database.ts'
import { createOperation, type OperationKind } from '../src/operation.ts'
import type { OperationLimits } from '../src/run-operation.ts'

const { globalClusterId, regions } = sampleOutputs().database

const reference = (region: 'us-east-1' | 'us-west-2') => {
  const { clusterArn, clusterId } = regions[region]
  return { region, arn: clusterArn, clusterId }
}

/** From us-east-1 to us-west-2. */
export function sampleOperation(kind: OperationKind = 'switchover') {
  const [from, to] = [reference('us-east-1'), reference('us-west-2')]
  return createOperation(kind, globalClusterId, from, to, `2026-11-21T09-00-00.000Z-${kind}`)
}

export interface FakeOptions {
  /** Polls from the call to the promotion, and from there until every member follows. */
  readonly looksToPromotion?: number
  readonly looksToConnection?: number
  /** Accepts a call without effect, as AWS does when it cancels. */
  readonly cancels?: boolean
}

/** An in-memory global database that changes its writer a number of polls after the call. */
export class FakeGlobalDatabase implements GlobalDatabaseControl {
  writer = regions['us-east-1'].clusterArn
  calls = 0
  #target: string | undefined
  #looks = 0
  readonly #options: FakeOptions

  constructor(options: FakeOptions = {}) {
    this.#options = options
  }

  switchover = (_region: string, _id: string, targetArn: string) => this.#change(targetArn)
  failover = (_region: string, _id: string, targetArn: string) => this.#change(targetArn)

  async #change(targetArn: string): Promise<void> {
    if (this.#target !== undefined || this.writer === targetArn)
      throw new CallRefusedError('InvalidGlobalClusterStateFault', 'The global cluster is not available')
    this.calls += 1
    if (this.#options.cancels) return
    this.#target = targetArn
    this.#looks = 0
  }

  describe = async (): Promise<GlobalDatabase> => {
    const { looksToPromotion = 2, looksToConnection = 2 } = this.#options
    this.#looks += 1
    if (this.#target && this.#looks > looksToPromotion) this.writer = this.#target
    if (this.#looks > looksToPromotion + looksToConnection) this.#target = undefined
    const isRunning = this.#target !== undefined
    return {
      id: globalClusterId,
      status: isRunning ? 'switching-over' : 'available',
      engineVersion: '17.7',
      members: Object.values(regions).map(({ clusterArn: arn }) => ({
        arn,
        isWriter: arn === this.writer,
        synchronization: isRunning ? 'pending-resync' : 'connected',
      })),
      ...(this.#target && { roleChange: { status: 'switching-over', toArn: this.#target } }),
    }
  }
}

export const LIMITS: OperationLimits = { pollMs: 100, deadlineMs: 60_000, settleMs: 1_000, isolationMs: 0 }
