import { type Check, checkThat, type Verdict } from '@meridian/operator-tools'
import { type GlobalDatabase, isSettled, writerOf } from './global-database.ts'
import type { OperationKind } from './operation.ts'

/** One member cluster, as described by its region's control plane. */
export interface ClusterView {
  readonly arn: string
  readonly status: string
  readonly engineVersion: string
  /** `0.5 to 8 ACU`, or the instances' classes. */
  readonly capacity: string
  readonly instances: readonly { readonly id: string; readonly status: string }[]
}

/** Input of the checks; undefined where nothing is known. */
export interface PreflightView {
  readonly database: GlobalDatabase
  readonly targetArn: string
  /** For a failover only the target: no other region is asked. */
  readonly clusters: readonly ClusterView[]
  /** The target region's services and load balancer targets, as in verify-deployment. */
  readonly services: readonly Check[]
  readonly lagMs: number | undefined
  /** Names of alarms in ALARM state in the target region; undefined without CloudWatch. */
  readonly ringingAlarms: readonly string[] | undefined
}

/** A check whose failure forbids the operation or is only a warning. */
export interface PreflightCheck extends Check {
  readonly isRequired: boolean
  /** What an operator can do when it fails. */
  readonly wayOut?: string
}

/**
 * Checks whether a role change is safe. A switchover requires a healthy system; a failover is for when it is not, so
 * checks of anything but the target are advisory.
 */
export function judgePreflight(
  kind: OperationKind,
  view: PreflightView,
  maxLagMs: number,
): readonly PreflightCheck[] {
  const isForced = kind === 'failover'
  const required = (check: Check, wayOut: string): PreflightCheck => ({ ...check, isRequired: true, wayOut })
  const advised = (check: Check): PreflightCheck => ({ ...check, isRequired: false })
  const strict = isForced ? advised : required
  return [
    required(targetIsSecondary(view), 'choose another region: --to'),
    required(nothingUnderWay(view), `${WAIT}, or end an operation of this tool: resume`),
    ...(isForced
      ? [advised(primarySeemsLost(view))]
      : [required(everyMemberConnected(view), `${WAIT}; if the primary is lost: failover`)]),
    ...view.clusters.map((cluster) => required(clusterIsAvailable(cluster), WAIT)),
    strict(sameEngine(view), 'bring every member to the same version first'),
    strict(sameCapacity(view), 'give every member the same capacity first'),
    ...view.services.map((check) => strict(check, WAIT)),
    strict(lagBelow(view.lagMs, maxLagMs), `${WAIT}, or accept more: --max-lag-ms`),
    advised(noAlarm(view.ringingAlarms)),
  ]
}

const WAIT = 'wait until it is so: --wait-s 60'

/** What to do about the checks that forbid an operation, without duplicates. */
export function waysOut(checks: readonly PreflightCheck[]): readonly string[] {
  return [...new Set(refusals(checks).flatMap(({ wayOut }) => wayOut ?? []))]
}

/** The failed required checks. */
export function refusals(checks: readonly PreflightCheck[]): readonly PreflightCheck[] {
  return checks.filter((check) => check.isRequired && check.verdict === 'failed')
}

function targetIsSecondary({ database, targetArn }: PreflightView): Check {
  const member = database.members.find(({ arn }) => arn === targetArn)
  const seen = member === undefined ? 'not a member' : member.isWriter ? 'it writes already' : 'secondary'
  return checkThat(member?.isWriter === false, 'the target is a secondary of the global database', seen)
}

function nothingUnderWay({ database }: PreflightView): Check {
  const { roleChange } = database
  return checkThat(
    roleChange === undefined,
    'no role change is under way',
    roleChange ? `${roleChange.status} to ${roleChange.toArn}` : `status ${database.status}`,
  )
}

function everyMemberConnected({ database }: PreflightView): Check {
  const apart = database.members.filter(
    (member) => !member.isWriter && member.synchronization !== 'connected',
  )
  const seen = apart.map(({ arn, synchronization }) => `${arn} ${synchronization}`)
  return checkThat(
    isSettled(database),
    'the global database is available and every secondary connected',
    [database.status, ...seen].join(', '),
  )
}

/** While the target is connected, the primary is alive and a switchover would lose nothing. */
function primarySeemsLost({ database, targetArn }: PreflightView): Check {
  const member = database.members.find(({ arn }) => arn === targetArn)
  return checkThat(
    member?.synchronization !== 'connected',
    'the primary seems lost (a switchover would lose no row)',
    `the target is ${member?.synchronization ?? 'not a member'} to ${writerOf(database)?.arn ?? 'no writer'}`,
  )
}

function clusterIsAvailable({ arn, status, instances }: ClusterView): Check {
  const states = instances.map(({ id, status: state }) => `${id} ${state}`)
  return checkThat(
    status === 'available' && instances.length > 0 && instances.every((one) => one.status === 'available'),
    `cluster ${arn.split(':').at(-1)} and its instances are available`,
    [status, ...(states.length > 0 ? states : ['no instance'])].join(', '),
  )
}

function sameEngine({ clusters, database }: PreflightView): Check {
  const versions = new Set([database.engineVersion, ...clusters.map(({ engineVersion }) => engineVersion)])
  return checkThat(versions.size === 1, 'all asked clusters have the same engine version', list(versions))
}

/** Only compared where more than one region may be asked. */
function sameCapacity({ clusters }: PreflightView): Check {
  const name = 'all asked clusters have the same capacity'
  const capacities = new Set(clusters.map(({ capacity }) => capacity))
  if (clusters.length === 1) return { name, verdict: 'unknown', detail: `only ${list(capacities)} asked` }
  return checkThat(capacities.size === 1, name, list(capacities))
}

function lagBelow(lagMs: number | undefined, maxLagMs: number): Check {
  const name = `the target lags by less than ${maxLagMs} ms`
  if (lagMs === undefined) return { name, verdict: 'unknown', detail: 'nobody says' }
  return checkThat(lagMs < maxLagMs, name, `${Math.round(lagMs)} ms`)
}

function noAlarm(ringing: readonly string[] | undefined): Check {
  const verdict: Verdict = ringing === undefined ? 'unknown' : ringing.length === 0 ? 'ok' : 'failed'
  const detail = ringing === undefined ? 'CloudWatch was not asked' : ringing.join(', ') || 'none'
  return { name: 'no alarm rings in the target region', verdict, detail }
}

const list = (values: ReadonlySet<string>) => [...values].join(' and ')
