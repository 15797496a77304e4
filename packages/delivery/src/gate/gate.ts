import {
  createRdsControl,
  describeDatabase,
  type GlobalDatabase,
  isSettled,
  unfinishedJournals,
} from '@meridian/failover'
import {
  type AwsClients,
  type Check,
  checkThat,
  failed,
  OperationRefusedError,
  type Report,
  type TargetDescription,
  verdictOf,
} from '@meridian/operator-tools'
import { isRegionId, REGION_IDS, type RegionId } from '@meridian/topology'
import { ringingAlarmsOf } from './alarms.ts'
import { runningImages } from './running-images.ts'

export interface GateOptions {
  /** Where the failover tool leaves its journals. */
  readonly journalFolder: string
  /** The stack's alarms begin with it. */
  readonly alarmPrefix: string
  /** Whose alarms count; all by default. */
  readonly regions?: readonly RegionId[]
}

/** Everything that the gate judges; what could not be asked is an error or undefined. */
export interface GateView {
  readonly database: GlobalDatabase | Error
  readonly alarms: readonly { readonly region: RegionId; readonly ringing: readonly string[] | undefined }[]
  /** Of operations that have not ended. */
  readonly openJournals: readonly string[]
}

export async function inspectGate(
  target: TargetDescription,
  aws: AwsClients,
  { journalFolder, alarmPrefix, regions = REGION_IDS }: GateOptions,
): Promise<GateView> {
  const [database, ...alarms] = await Promise.all([
    describeGlobalDatabase(target, aws),
    ...regions.map(async (region) => ({ region, ringing: await ringingAlarmsOf(aws, region, alarmPrefix) })),
  ])
  const open = unfinishedJournals(journalFolder, target)
  return { database, alarms, openJournals: open.map(({ operation }) => operation.id) }
}

/** Any region's control plane knows; the next is asked when one does not answer. */
export async function describeGlobalDatabase(
  target: TargetDescription,
  aws: AwsClients,
): Promise<GlobalDatabase | Error> {
  const control = createRdsControl(aws)
  let lastError = new Error('no region was asked')
  for (const region of REGION_IDS) {
    try {
      return await control.describe(region, target.stackOutputs.database.globalClusterId)
    } catch (error) {
      lastError = error as Error
    }
  }
  return lastError
}

/** What has to hold before anything is changed by a release. Not knowing is a reason to wait as well. */
export function judgeGate({ database, alarms, openJournals }: GateView): readonly Check[] {
  return [
    judgeDatabase(database),
    ...alarms.map(({ region, ringing }) => {
      const name = `no alarm of the stack rings in ${region}`
      return ringing === undefined
        ? failed(name, 'CloudWatch does not say')
        : checkThat(ringing.length === 0, name, ringing.join(', ') || 'none')
    }),
    checkThat(
      openJournals.length === 0,
      'no operation of the failover tool is open',
      openJournals.length === 0 ? 'none' : `${openJournals.join(', ')}: end it with failover resume`,
    ),
  ]
}

/** Available, nothing under way, every secondary connected: a release must not meet a change of roles. */
export function judgeDatabase(database: GlobalDatabase | Error): Check {
  const name = 'no change of roles is under way and every secondary is connected'
  if (database instanceof Error) return failed(name, `${database.name}: ${database.message}`)
  return checkThat(isSettled(database), name, describeDatabase(database))
}

/** The gate as a separate report. */
export async function gateReport(
  target: TargetDescription,
  aws: AwsClients,
  options: GateOptions,
): Promise<Report> {
  const startedAt = new Date()
  const view = await inspectGate(target, aws, options)
  const checks = judgeGate(view)
  return {
    tool: 'deploy-gate',
    title: 'Gate before a release',
    target: target.name,
    startedAt: startedAt.toISOString(),
    durationMs: Date.now() - startedAt.getTime(),
    verdict: verdictOf(checks),
    notes: [],
    tables: [],
    checks,
    data: {
      order: view.database instanceof Error ? [] : releaseOrder(view.database),
      runningImages: await runningImages(target, aws),
    },
  }
}

/** The region that writes now; undefined while none does, or nobody could be asked. */
export function writerOf(database: GlobalDatabase | Error): RegionId | undefined {
  if (database instanceof Error) return undefined
  const region = database.members.find(({ isWriter }) => isWriter)?.arn.split(':')[3]
  return region !== undefined && isRegionId(region) ? region : undefined
}

/** Secondaries first, the region that writes last: what goes wrong is seen where the least is lost. */
export function releaseOrder(database: GlobalDatabase): readonly RegionId[] {
  const writer = writerOf(database)
  return [...REGION_IDS].sort((left, right) => Number(left === writer) - Number(right === writer))
}

/** Refuses the next step of a release while a check has failed. */
export function refuseUnless(checks: readonly Check[], step: string): void {
  const reasons = checks.filter(({ verdict }) => verdict === 'failed')
  if (reasons.length === 0) return
  const list = reasons.map(({ name, detail }) => `  - ${name}: ${detail}`).join('\n')
  throw new OperationRefusedError(`${step} has to wait; these do not hold:\n${list}`)
}
