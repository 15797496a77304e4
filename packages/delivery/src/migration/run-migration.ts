import type { Task, TaskDefinition } from '@aws-sdk/client-ecs'
import {
  type AwsClients,
  checkThat,
  failed,
  judgedReport,
  OperationRefusedError,
  type Patience,
  type Report,
  type TargetDescription,
  waitUntil,
} from '@meridian/operator-tools'
import type { RegionId } from '@meridian/topology'
import {
  describeGlobalDatabase,
  type GateOptions,
  inspectGate,
  judgeGate,
  refuseUnless,
  writerOf,
} from '../gate/gate.ts'
import { withImage } from '../region/revision.ts'

export interface MigrationOptions extends GateOptions, Patience {
  /** Where it runs: the region that writes, so that it depends on no other. */
  readonly region: RegionId
  /** Digest of the marketing-api image whose migrations run; absent for the task definition's own image. */
  readonly digest?: string
}

const STARTED_BY = 'meridian-migrate'

/** Where a migration runs now; no stack output has it, because the writer moves. */
export async function migrationRegion(target: TargetDescription, aws: AwsClients): Promise<RegionId> {
  const database = await describeGlobalDatabase(target, aws)
  const writer = writerOf(database)
  if (writer !== undefined) return writer
  const why = database instanceof Error ? database.message : 'no member of the database writes'
  throw new OperationRefusedError(
    `The migration runs in the region that writes, and that region is unknown: ${why}`,
  )
}

/**
 * Runs the schema's migration as a standalone task and waits for its end.
 *
 * A migration only ever adds (expand), because the older program runs meanwhile. Running it again changes nothing: the
 * schema records its version.
 */
export async function runMigration(
  target: TargetDescription,
  aws: AwsClients,
  options: MigrationOptions,
): Promise<Report> {
  const startedAt = new Date()
  const { region } = options
  const { cluster, ...migration } = target.stackOutputs.migration[region]
  const gate = await inspectGate(target, aws, options)
  refuseUnless(judgeGate(gate), 'The migration')
  const writer = writerOf(gate.database)
  if (writer !== region)
    throw new OperationRefusedError(
      `The migration was to run in ${region}, but ${writer ?? 'no region'} writes now.`,
    )
  const { DescribeTasksCommand, RunTaskCommand } = await import('@aws-sdk/client-ecs')
  const client = await aws.ecs(region)
  const definition = await definitionToRun(target, aws, options)
  const taskDefinition = definition.taskDefinitionArn ?? ''
  const { tasks = [], failures = [] } = await client.send(
    new RunTaskCommand({
      cluster,
      taskDefinition,
      launchType: 'FARGATE',
      startedBy: STARTED_BY,
      networkConfiguration: {
        awsvpcConfiguration: {
          subnets: [...migration.subnetIds],
          securityGroups: [...migration.securityGroupIds],
        },
      },
    }),
  )
  const taskArn = tasks[0]?.taskArn
  if (taskArn === undefined)
    return report(undefined, [failed('ECS starts the migration', failures[0]?.reason ?? 'no task')])
  const { seen, isOverdue } = await waitUntil(
    options,
    async () => (await client.send(new DescribeTasksCommand({ cluster, tasks: [taskArn] }))).tasks?.[0] ?? {},
    (task) => task.lastStatus === 'STOPPED',
  )
  return report(taskArn, [judgeTask(seen, isOverdue)])

  function report(arn: string | undefined, checks: Report['checks']): Report {
    return judgedReport({
      tool: 'migrate',
      title: 'Migration of the schema',
      target: target.name,
      startedAt,
      notes: arn === undefined ? [] : [whereToRead(definition, region, arn)],
      checks,
      data: { region, cluster, taskDefinition, taskArn: arn },
    })
  }
}

/** The stack's own task definition, or a revision of it with the release's image. */
async function definitionToRun(
  target: TargetDescription,
  aws: AwsClients,
  { region, digest }: MigrationOptions,
): Promise<TaskDefinition> {
  const { DescribeTaskDefinitionCommand, RegisterTaskDefinitionCommand } = await import('@aws-sdk/client-ecs')
  const { taskDefinition } = target.stackOutputs.migration[region]
  const client = await aws.ecs(region)
  const template = await client.send(new DescribeTaskDefinitionCommand({ taskDefinition, include: ['TAGS'] }))
  const definition = template.taskDefinition ?? {}
  const container = definition.containerDefinitions?.find(({ essential }) => essential !== false)?.name ?? ''
  if (digest === undefined) return definition
  const wanted = withImage(definition, container, digest, template.tags)
  const registered = await client.send(new RegisterTaskDefinitionCommand(wanted))
  return registered.taskDefinition ?? {}
}

function judgeTask({ containers = [], stoppedReason, lastStatus }: Task, isOverdue: boolean) {
  const name = 'the migration ends with code 0'
  if (isOverdue) return failed(name, `it is still ${lastStatus ?? 'unknown'}; it goes on by itself`)
  const codes = containers.map(({ exitCode }) => exitCode)
  const isDone = codes.length > 0 && codes.every((code) => code === 0)
  return checkThat(isDone, name, `exit code ${codes.join(', ') || 'none'}; ${stoppedReason ?? ''}`)
}

/** A command for the report's reader; the local world keeps the same log in a file. */
function whereToRead(definition: TaskDefinition, region: string, taskArn: string): string {
  const id = taskArn.split('/').at(-1) ?? taskArn
  const [container] = definition.containerDefinitions ?? []
  const options = container?.logConfiguration?.options ?? {}
  const stream = `${options['awslogs-stream-prefix']}/${container?.name}/${id}`
  return `Its words: aws logs tail ${options['awslogs-group']} --log-stream-names ${stream} --region ${region} (in a local world: logs/${definition.family}-${id.slice(0, 8)}.log)`
}
