import {
  createRdsControl,
  declareLastRegion,
  describeDatabase,
  type GlobalDatabaseControl,
  inspectLastRegion,
  isSettled,
  type JournalEntry,
  judgeLastRegion,
  limitsFor,
  type OperationOutcome,
  prepare,
  prepareWhenSafe,
  refusals,
  startOperation,
} from '@meridian/failover'
import {
  type AwsClients,
  OperationRefusedError,
  REAL_PACING,
  runningTasks,
  type TargetDescription,
  takesAwsTimes,
  until,
  WaitTimedOutError,
} from '@meridian/operator-tools'
import type { RegionId, ServiceName } from '@meridian/topology'
import { createFailureClient, type Failure, type InjectedFailure } from './failures/failure-client.ts'
import { type Healing, OwnFailures } from './failures/own-failures.ts'
import { type HistoryEvent, OPERATOR } from './history/event.ts'
import { regionOfDatabase } from './history/history.ts'
import type { OpenOperation, Recorder } from './history/recorder.ts'

const POLL_MS = 50
/** At AWS's pace, rebuilding one region's copy alone takes minutes. */
const SETTLE_WITHIN_MS = { fast: 180_000, aws: 1_200_000 }
/** As an operator waits with `--wait-s`: tasks that were just replaced take a moment to become healthy. */
const SAFE_WITHIN_MS = 60_000
const SAFE_POLL_MS = 250
/** A switchover waits for its target anyway; a drill that slows replication must still be able to start one. */
const MAX_LAG_MS = 60_000

/** What a story can do; the history records all of it. */
export interface Scene {
  readonly target: TargetDescription
  readonly aws: AwsClients
  phase(name: string): void
  /** Lets the load go on for a while. */
  letRun(ms: number): Promise<void>
  inject(failure: Failure): Promise<InjectedFailure>
  /** Ends every failure still under way, the latest first. */
  healAll(): Promise<void>
  /** The same for a drill stopped halfway: continues when a failure cannot be healed, and reports the result of each. */
  healBeforeLeaving(): Promise<Healing>
  /** Throws unless it succeeds. */
  switchover(to: RegionId): Promise<OperationOutcome>
  failover(to: RegionId, options?: FailoverInDrill): Promise<OperationOutcome>
  /** Declares a region the last one as soon as all checks allow it. */
  lastRegion(region: RegionId, withinMs: number): Promise<void>
  /** Resolves once the region has accepted this many more writes. */
  untilWritesBy(region: RegionId, count: number, withinMs: number): Promise<void>
  untilSettled(): Promise<void>
  instancesOf(region: RegionId): Promise<readonly string[]>
  oldestTask(region: RegionId, service: ServiceName): Promise<string>
  deploy(region: RegionId, service: ServiceName): Promise<void>
}

interface FailoverInDrill {
  /** Abandons an earlier operation that cannot be ended. */
  readonly supersedes?: boolean
  readonly deadlineSeconds?: number
  /** Runs at the moment AWS is called. */
  readonly whenCalled?: () => Promise<unknown>
}

/** Calls AWS for a change of writer by other means than the failover tool, such as the AWS CLI. */
export type RoleChangeCaller = (call: {
  readonly kind: 'switchover' | 'failover'
  readonly globalClusterId: string
  readonly targetArn: string
  /** Whose control plane is called. */
  readonly region: RegionId
}) => Promise<void>

export interface SceneParts {
  readonly target: TargetDescription
  readonly aws: AwsClients
  readonly recorder: Recorder
  readonly journalFolder: string
  readonly onPhase: (name: string) => void
  readonly caller?: RoleChangeCaller | undefined
}

export function createScene({ target, aws, recorder, journalFolder, onPhase, caller }: SceneParts): Scene {
  const own = new OwnFailures(() => createFailureClient(target), recorder)
  const control = withCaller(createRdsControl(aws), caller)

  return {
    target,
    aws,
    phase(name) {
      recorder.note(OPERATOR, 'phase', { detail: name })
      onPhase(name)
    },
    letRun: (ms) => REAL_PACING.wait(ms),
    inject: (failure) => own.inject(failure),
    healAll: () => own.healAll(),
    healBeforeLeaving: () => own.healBeforeLeaving(),
    switchover: (to) => changeRole('switchover', to),
    failover: (to, options) => changeRole('failover', to, options),
    lastRegion,
    async untilWritesBy(region, count, withinMs) {
      const signal = AbortSignal.timeout(withinMs)
      for (let seen = 0; seen < count; seen += 1)
        await recorder
          .next((event) => isWriteBy(event, region), signal)
          .catch(() => {
            throw new WaitTimedOutError(`${count} writes by ${region}`, withinMs, `${seen} writes`)
          })
    },
    untilSettled,
    instancesOf,
    async oldestTask(region, service) {
      const [task] = await runningTasks(target, aws, region, service)
      if (!task) throw new OperationRefusedError(`No task of ${service} runs in ${region}.`)
      return task.id
    },
    deploy,
  }

  async function changeRole(
    kind: 'switchover' | 'failover',
    to: RegionId,
    { supersedes = false, deadlineSeconds, whenCalled }: FailoverInDrill = {},
  ): Promise<OperationOutcome> {
    const request = { kind, to, maxLagMs: MAX_LAG_MS }
    const prepared = await prepareWhenSafe(() => prepare(target, aws, control, request, new Date()), {
      pacing: REAL_PACING,
      deadlineMs: SAFE_WITHIN_MS,
      pollMs: SAFE_POLL_MS,
    })
    if ('nothingToDo' in prepared) throw new OperationRefusedError(prepared.nothingToDo)
    const limits = limitsFor(target, deadlineSeconds)
    let operation: OpenOperation | undefined
    let during: Promise<unknown> | undefined
    const onEntry = ({ event, state }: JournalEntry) => {
      if (state === 'promoted') recorder.note(OPERATOR, 'promoted', { to })
      if (event !== 'callIntended' || operation) return
      operation = recorder.begin(OPERATOR, kind, { to })
      during = whenCalled?.()
    }
    const room = {
      target,
      journalFolder,
      control,
      pacing: REAL_PACING,
      limits,
      supersedes,
      onEntry,
    }
    const outcome = await startOperation(room, prepared)
    operation?.end({ type: outcome.state === 'done' ? 'ok' : 'info', to, detail: outcome.lastSeen })
    await during
    return outcome
  }

  async function lastRegion(region: RegionId, withinMs: number): Promise<void> {
    const { own } = await until(
      `${region} to be alone`,
      () => inspectLastRegion(target, control, region),
      (view) => refusals(judgeLastRegion(view)).length === 0,
      {
        deadlineMs: withinMs,
        pollMs: POLL_MS,
        describe: (view) =>
          refusals(judgeLastRegion(view))
            .map(({ name, detail }) => `not ${name}: ${detail}`)
            .join('; '),
      },
    )
    if (own instanceof Error) throw own
    const operation = recorder.begin(OPERATOR, 'last-region', { to: region })
    await declareLastRegion(target, aws, { region, epoch: own.epoch }, REAL_PACING)
    operation.end({ type: 'ok', to: region })
  }

  async function untilSettled(): Promise<void> {
    const { globalClusterId } = target.stackOutputs.database
    await until(
      'every member to follow the writer',
      () => control.describe(target.region, globalClusterId).catch((error: Error) => error),
      (seen) => !(seen instanceof Error) && isSettled(seen),
      {
        deadlineMs: takesAwsTimes(target) ? SETTLE_WITHIN_MS.aws : SETTLE_WITHIN_MS.fast,
        pollMs: POLL_MS,
        describe: (seen) => (seen instanceof Error ? seen.message : describeDatabase(seen)),
      },
    )
  }

  async function instancesOf(region: RegionId): Promise<readonly string[]> {
    const { DescribeDBInstancesCommand } = await import('@aws-sdk/client-rds')
    const client = await aws.rds(region)
    const { clusterId } = target.stackOutputs.database.regions[region]
    const { DBInstances = [] } = await client.send(
      new DescribeDBInstancesCommand({ Filters: [{ Name: 'db-cluster-id', Values: [clusterId] }] }),
    )
    return DBInstances.flatMap(({ DBInstanceIdentifier: id }) => (id === undefined ? [] : [id]))
  }

  async function deploy(region: RegionId, service: ServiceName): Promise<void> {
    const { UpdateServiceCommand } = await import('@aws-sdk/client-ecs')
    const client = await aws.ecs(region)
    const { cluster, services } = target.stackOutputs.services[region]
    const name = services.find((candidate) => candidate.includes(service)) ?? service
    recorder.note(OPERATOR, 'phase', { detail: `a new deployment of ${service} in ${region}` })
    await client.send(new UpdateServiceCommand({ cluster, service: name, forceNewDeployment: true }))
  }
}

function withCaller(
  control: GlobalDatabaseControl,
  caller: RoleChangeCaller | undefined,
): GlobalDatabaseControl {
  if (!caller) return control
  const call =
    (kind: 'switchover' | 'failover') => (region: RegionId, globalClusterId: string, targetArn: string) =>
      caller({ kind, region, globalClusterId, targetArn })
  return { describe: control.describe, switchover: call('switchover'), failover: call('failover') }
}

function isWriteBy({ type, action, database }: HistoryEvent, region: RegionId): boolean {
  return action === 'write' && type === 'ok' && regionOfDatabase(database) === region
}
