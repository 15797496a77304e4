import { describe, expect, it, onTestFinished } from 'vitest'
import { createAwsClients } from '../src/aws/clients.ts'
import { killTask, type RunningTask, runningTasks } from '../src/tasks/kill-task.ts'
import { killTaskReport } from '../src/tasks/kill-task-report.ts'
import { type JsonAnswer, startJsonServices } from './json-services.ts'
import { manualPacing } from './manual-pacing.ts'
import { sampleWorld } from './sample-target.ts'

const REGION = 'us-west-2'
const CLUSTER = 'meridian-usw2'
const SECOND = 1_000

interface FakeTask {
  readonly id: string
  readonly lastStatus: 'PROVISIONING' | 'RUNNING'
  /** In seconds, as ECS reports times. */
  readonly startedAt?: number
  /** Whether it is a healthy target; the program of a running task may still be starting. */
  readonly isHealthy?: boolean
}

const addressOf = (id: string) => `10.0.64.${id.length}`
const arnOf = (id: string) => `arn:aws:ecs:${REGION}:000000000000:task/${CLUSTER}/${id}`

/**
 * ECS with a service's tasks, and the tool's own clients for it. After the stop, each ListTasks shows the next entry of
 * `afterStop`, then the last one repeatedly.
 */
async function startEcs(
  tasks: readonly FakeTask[],
  afterStop: readonly (readonly FakeTask[])[],
  stopTask: () => JsonAnswer = () => ({}),
) {
  let shown = tasks
  let looks = -1
  const { endpoint, calls } = await startJsonServices({
    ListTasks() {
      if (looks >= 0) shown = afterStop[Math.min(looks++, afterStop.length - 1)] ?? []
      return { taskArns: shown.map(({ id }) => arnOf(id)) }
    },
    DescribeTasks: ({ input }) => ({
      tasks: shown
        .filter(({ id }) => input.tasks.includes(arnOf(id)))
        .map(({ id, lastStatus, startedAt }) => ({
          taskArn: arnOf(id),
          lastStatus,
          startedAt,
          attachments: [{ details: [{ name: 'privateIPv4Address', value: addressOf(id) }] }],
        })),
      failures: [],
    }),
    DescribeTargetHealth: () => ({
      xml: `<DescribeTargetHealthResponse><DescribeTargetHealthResult><TargetHealthDescriptions>${shown
        .map(
          ({ id, isHealthy = false }) =>
            `<member><Target><Id>${addressOf(id)}</Id></Target><TargetHealth><State>${isHealthy ? 'healthy' : 'initial'}</State></TargetHealth></member>`,
        )
        .join('')}</TargetHealthDescriptions></DescribeTargetHealthResult></DescribeTargetHealthResponse>`,
    }),
    StopTask() {
      looks = 0
      return stopTask()
    },
  })
  const target = sampleWorld({ endpoint })
  const aws = createAwsClients(target)
  onTestFinished(() => aws[Symbol.dispose]())
  const kill = (victim: RunningTask) =>
    killTask(target, aws, REGION, victim, {
      pacing: manualPacing(),
      deadlineMs: 60 * SECOND,
      pollMs: SECOND,
    })
  return { calls, kill, running: () => runningTasks(target, aws, REGION, 'marketing-api') }
}

const old: FakeTask = { id: 'old', lastStatus: 'RUNNING', startedAt: 1_800_000_000, isHealthy: true }
const other: FakeTask = { id: 'other', lastStatus: 'RUNNING', startedAt: 1_800_000_060, isHealthy: true }
const starting: FakeTask = { id: 'successor', lastStatus: 'PROVISIONING' }
const unready: FakeTask = { id: 'successor', lastStatus: 'RUNNING', startedAt: 1_800_000_120 }
const fresh: FakeTask = { ...unready, isHealthy: true }

async function oldest(running: () => Promise<readonly RunningTask[]>): Promise<RunningTask> {
  const [first] = await running()
  if (!first) throw new Error('No task runs')
  return first
}

describe('the running tasks of a service', () => {
  it('lists running tasks, oldest first', async () => {
    const { running } = await startEcs([other, starting, old], [])
    expect((await running()).map(({ id }) => id)).toEqual(['old', 'other'])
  })
})

describe('killTask', () => {
  it('stops the victim through ECS, in its region and cluster, with kill-task in the reason', async () => {
    const { calls, kill, running } = await startEcs([old, other], [[other, fresh]])
    await kill(await oldest(running))
    const stops = calls.filter(({ operation }) => operation === 'StopTask')
    expect(stops).toMatchObject([
      {
        region: REGION,
        input: { cluster: CLUSTER, task: arnOf('old'), reason: expect.stringContaining('kill-task') },
      },
    ])
    const listed = calls.filter(({ operation }) => operation === 'ListTasks')
    expect(new Set(listed.map(({ input }) => input.serviceName))).toEqual(new Set(['marketing-api']))
  })

  it('waits until a new task is a healthy target, and measures until it runs and until it serves', async () => {
    const { kill, running } = await startEcs(
      [old, other],
      // ECS lists the victim until it has stopped, and its replacement before it runs.
      [
        [old, other],
        [old, other, starting],
        [other, starting],
        [other, starting],
        [other, unready],
        [other, unready],
        [other, fresh],
      ],
    )
    const replacement = await kill(await oldest(running))
    expect(replacement).toMatchObject({
      killed: { id: 'old' },
      replacedBy: { id: 'successor' },
      runningAfterMs: 4 * SECOND,
      servingAfterMs: 6 * SECOND,
    })
    const report = killTaskReport('local', REGION, replacement, new Date())
    expect(report).toMatchObject({
      verdict: 'ok',
      checks: [{ detail: 'successor runs after 4.0 s and is a healthy target after 6.0 s' }],
      data: { runningAfterMs: 4 * SECOND, servingAfterMs: 6 * SECOND },
    })
  })

  it('gives up at the deadline when no task comes back, and the report fails', async () => {
    const { kill, running } = await startEcs([old, other], [[other], [other, starting]])
    const replacement = await kill(await oldest(running))
    expect(replacement).toMatchObject({
      killed: { id: 'old' },
      replacedBy: undefined,
      servingAfterMs: undefined,
      waitedMs: 60 * SECOND,
    })
    const report = killTaskReport('local', REGION, replacement, new Date())
    expect(report).toMatchObject({ verdict: 'failed', checks: [{ detail: 'none after 60.0 s' }] })
  })

  it('fails when the new task runs but its load balancer never sends it requests', async () => {
    const { kill, running } = await startEcs([old, other], [[other, unready]])
    const replacement = await kill(await oldest(running))
    expect(replacement).toMatchObject({ replacedBy: { id: 'successor' }, servingAfterMs: undefined })
    const report = killTaskReport('local', REGION, replacement, new Date())
    expect(report).toMatchObject({
      verdict: 'failed',
      checks: [{ detail: 'successor runs after 0.0 s, but is no healthy target after 60.0 s' }],
    })
  })

  it('does not wait when ECS refuses to stop the task', async () => {
    const { calls, kill, running } = await startEcs(
      [old, other],
      [[other]],
      () => 'InvalidParameterException',
    )
    const victim = await oldest(running)
    await expect(kill(victim)).rejects.toMatchObject({ name: 'InvalidParameterException' })
    expect(calls.at(-1)?.operation).toBe('StopTask')
  })
})
