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
  judgedReport,
  OperationRefusedError,
  type Report,
  type TargetDescription,
} from '@meridian/operator-tools'
import { isRegionId, REGION_IDS, type RegionId } from '@meridian/topology'
import { ringingAlarmsOf } from './alarms.ts'
import { runningImages } from './running-images.ts'

export interface GateOptions {
  /** Where the failover tool leaves its journals. */
  readonly journalFolder: string
  /** Prefix of the names of the stack's alarms. */
  readonly alarmPrefix: string
  /** Regions whose alarms count; all by default. */
  readonly regions?: readonly RegionId[]
}

/** Everything that the gate judges; an item that could not be read is an error or undefined. */
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

/** Any region's control plane can answer; if one does not, the next is asked. */
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

/** What must hold before a release changes anything. Missing information is a reason to wait too. */
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

/** Available, nothing under way, every secondary connected: a release must not coincide with a change of roles. */
export function judgeDatabase(database: GlobalDatabase | Error): Check {
  const name = 'no change of roles is under way and every secondary is connected'
  if (database instanceof Error) return failed(name, `${database.name}: ${database.message}`)
  return checkThat(isSettled(database), name, describeDatabase(database))
}

/** The gate as a report of its own. */
export async function gateReport(
  target: TargetDescription,
  aws: AwsClients,
  options: GateOptions,
): Promise<Report> {
  const startedAt = new Date()
  const view = await inspectGate(target, aws, options)
  const checks = judgeGate(view)
  return judgedReport({
    tool: 'deploy-gate',
    title: 'Gate before a release',
    target: target.name,
    startedAt,
    checks,
    data: {
      order: view.database instanceof Error ? [] : releaseOrder(view.database),
      runningImages: await runningImages(target, aws),
    },
  })
}

/** The region that writes now; undefined when there is none, or when no region answered. */
export function writerOf(database: GlobalDatabase | Error): RegionId | undefined {
  if (database instanceof Error) return undefined
  const region = database.members.find(({ isWriter }) => isWriter)?.arn.split(':')[3]
  return region !== undefined && isRegionId(region) ? region : undefined
}

/** Secondaries first, the writer's region last: a bad release shows where it does the least harm. */
export function releaseOrder(database: GlobalDatabase): readonly RegionId[] {
  const writer = writerOf(database)
  return [...REGION_IDS].sort((left, right) => Number(left === writer) - Number(right === writer))
}

/** Refuses the next step of a release if a check has failed. */
export function refuseUnless(checks: readonly Check[], step: string): void {
  const reasons = checks.filter(({ verdict }) => verdict === 'failed')
  if (reasons.length === 0) return
  const list = reasons.map(({ name, detail }) => `  - ${name}: ${detail}`).join('\n')
  throw new OperationRefusedError(`${step} has to wait; these do not hold:\n${list}`)
}
