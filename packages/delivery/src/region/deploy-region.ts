import {
  type AwsClients,
  type Check,
  checkThat,
  failed,
  judgedReport,
  type Patience,
  passed,
  type Report,
  type TargetDescription,
  verdictOf,
  waitUntil,
} from '@meridian/operator-tools'
import { FIRST_PRIMARY, type RegionId, SERVICE_NAMES, type ServiceName } from '@meridian/topology'
import { ringingAlarmsOf } from '../gate/alarms.ts'
import {
  describeGlobalDatabase,
  type GateOptions,
  inspectGate,
  judgeDatabase,
  judgeGate,
  refuseUnless,
} from '../gate/gate.ts'
import type { ImageDigests } from '../images/image-digests.ts'
import { type EcsService, openEcsService, type ServiceState } from './ecs-service.ts'

export interface DeployOptions extends GateOptions, Patience {
  readonly region: RegionId
  readonly images: ImageDigests
  /** How long the region is watched after its rollouts. */
  readonly bakeMs: number
  /** Runs last: what visitors see, and the whole deployment. */
  readonly smokeTest?: () => Promise<readonly Check[]>
  /** For taking a release back, whose alarms ring. */
  readonly ignoresAlarms?: boolean
  readonly onProgress?: (done: number, total: number, what: string) => void
}

/** A service to which this run gave another revision. */
interface Change {
  readonly service: EcsService
  readonly from: string
  readonly to: string
}

/**
 * Gives one region's services the images of a release, the API first, and takes them back if they fail.
 *
 * Refuses while the gate is closed, and checks the database again before each further change: if a change of roles begins
 * meanwhile, it stops where it is, because taking back is a rollout too. A service that already runs its image is left
 * alone, so an interrupted run can be repeated. The report fails if the release does not run, even if it was taken back.
 */
export async function deployRegion(
  target: TargetDescription,
  aws: AwsClients,
  options: DeployOptions,
): Promise<Report> {
  const { region, images, pacing } = options
  const startedAt = new Date()
  const startedMs = pacing.now()
  refuseUnless(
    judgeGate(await inspectGate(target, aws, options.ignoresAlarms ? { ...options, regions: [] } : options)),
    `The release of ${region}`,
  )
  const names = SERVICE_NAMES.filter((name) => images[name] !== undefined)
  const checks: Check[] = []
  const changes: Change[] = []
  let end: 'released' | 'halted' | 'taken back' = 'released'
  const stepCount = names.length + 1

  for (const [index, name] of names.entries()) {
    options.onProgress?.(index, stepCount, `${name} in ${region}`)
    if (index > 0 && (await isHalted())) return report()
    const check = await rollOut(name, images[name] ?? '')
    checks.push(check)
    if (check.verdict === 'failed') break
  }
  if (verdictOf(checks) !== 'failed') checks.push(...(await bake()))
  if (verdictOf(checks) !== 'failed' && options.smokeTest) checks.push(...(await options.smokeTest()))
  if (verdictOf(checks) !== 'failed' || changes.length === 0 || (await isHalted())) return report()
  end = 'taken back'
  checks.push(...(await takeBack()))
  return report()

  async function isHalted(): Promise<boolean> {
    const check = judgeDatabase(await describeGlobalDatabase(target, aws))
    if (check.verdict !== 'failed') return false
    checks.push(check)
    end = 'halted'
    return true
  }

  async function rollOut(name: ServiceName, digest: string): Promise<Check> {
    const service = await openEcsService(target, aws, region, name)
    const before = await service.describe()
    const to = await service.revisionFor(digest, before.taskDefinition)
    const isRunningAlready = to === before.taskDefinition
    const from = isRunningAlready ? before.oldest : before.taskDefinition
    if (!isRunningAlready) await service.runRevision(to)
    if (from !== to) changes.push({ service, from, to })
    const { seen, isOverdue, tookMs } = await waitUntil(options, service.describe, rolloutEnded(to))
    return judgeRollout(name, to, seen, isOverdue, tookMs)
  }

  /** Ends early when an alarm rings or a task is missing: waiting longer would only affect more visitors. */
  async function bake(): Promise<readonly Check[]> {
    options.onProgress?.(names.length, stepCount, `watching ${region} for ${options.bakeMs / 1_000} s`)
    const patience = { ...options, deadlineMs: options.bakeMs }
    const { seen } = await waitUntil(patience, lookAround, (found) => verdictOf(found) === 'failed')
    return seen
  }

  async function lookAround(): Promise<readonly Check[]> {
    const ringing = options.ignoresAlarms ? [] : await alarmsOfRelease()
    const states = await Promise.all(
      changes.map(async ({ service, to }) => ({ name: service.name, to, state: await service.describe() })),
    )
    return [
      checkThat(
        ringing?.length === 0,
        `no alarm of the stack rings in ${region} after the rollout`,
        ringing?.join(', ') || (ringing ? 'none' : 'CloudWatch does not say'),
      ),
      ...states.map(({ name, to, state }) =>
        checkThat(
          state.taskDefinition === to && state.running >= state.desired,
          `${name} keeps its tasks after the rollout`,
          `${state.running} of ${state.desired} tasks of ${shortName(state.taskDefinition)}`,
        ),
      ),
    ]
  }

  /** The region's own alarms, and those on CloudFront's metrics, which exist only in the first region. */
  async function alarmsOfRelease(): Promise<readonly string[] | undefined> {
    const [own, edge] = await Promise.all([
      ringingAlarmsOf(aws, region, options.alarmPrefix),
      ringingAlarmsOf(aws, FIRST_PRIMARY, `${options.alarmPrefix}edge-`),
    ])
    return own && edge && [...new Set([...own, ...edge])]
  }

  /** In reverse order, so that no frontend meets an API older than it needs. */
  async function takeBack(): Promise<readonly Check[]> {
    const results: Check[] = []
    for (const { service, from } of changes.toReversed()) {
      options.onProgress?.(names.length, stepCount, `taking back ${service.name} in ${region}`)
      // ECS's circuit breaker may have rolled it back already.
      if ((await service.describe()).taskDefinition !== from) await service.runRevision(from)
      const { seen, isOverdue } = await waitUntil(options, service.describe, rolloutEnded(from))
      const name = `${service.name} runs again what it ran before the release`
      const isBack = !isOverdue && seen.taskDefinition === from && seen.rollout === 'COMPLETED'
      results.push(checkThat(isBack, name, `${shortName(seen.taskDefinition)}, ${seen.rollout}`))
    }
    return results
  }

  function report(): Report {
    return judgedReport({
      tool: 'deploy-region',
      title: `Release in ${region}`,
      target: target.name,
      startedAt,
      durationMs: pacing.now() - startedMs,
      notes: NOTES[end],
      checks,
      data: {
        region,
        images,
        end,
        services: changes.map(({ service, from, to }) => ({ service: service.name, from, to })),
      },
    })
  }
}

const NOTES = {
  released: [],
  halted: ['A change of roles began: nothing more was changed here. Run this again when it is over.'],
  'taken back': ['The release was taken back in this region.'],
}

/**
 * The circuit breaker ends a rollout by starting another one, back to the last that worked. Until the wanted revision has
 * been seen, another one is only stale data from ECS.
 */
function rolloutEnded(wanted: string): (state: ServiceState) => boolean {
  let wasSeen = false
  return ({ taskDefinition, rollout }) => {
    if (taskDefinition !== wanted) return wasSeen
    wasSeen = true
    return rollout !== 'IN_PROGRESS'
  }
}

function judgeRollout(
  name: ServiceName,
  wanted: string,
  state: ServiceState,
  isOverdue: boolean,
  tookMs: number,
): Check {
  const check = `${name} runs ${shortName(wanted)}`
  const counts = `${state.running} of ${state.desired} tasks`
  if (isOverdue)
    return failed(check, `not after ${(tookMs / 1_000).toFixed(1)} s: ${counts}, ${state.rollout}`)
  if (state.taskDefinition !== wanted || state.rollout === 'FAILED')
    return failed(check, `ECS gave it up: ${state.reason || shortName(state.taskDefinition)}`)
  return passed(check, `${counts} after ${(tookMs / 1_000).toFixed(1)} s`)
}

/** `meridian-use1-frontend:7` from its ARN. */
const shortName = (arn: string) => arn.split('/').at(-1) ?? arn
