import { spawn } from 'node:child_process'
import { join } from 'node:path'
import { type DeployOptions, deployRegion, inspectGate, judgeGate } from '@meridian/delivery'
import { createRdsControl, limitsFor } from '@meridian/failover'
import { preview } from '@meridian/local-world'
import { createAwsClients, failed, REAL_PACING, until } from '@meridian/operator-tools'
import { ResourceGraph } from '@meridian/resource-graph'
import { FIRST_PRIMARY, PROJECT, type RegionId } from '@meridian/topology'
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest'
import { type BootedWorld, bootWorld, REPOSITORY_ROOT } from '../../src/booted-world.ts'
import { failuresWhile } from '../../src/visitor.ts'

const REGION: RegionId = 'ap-northeast-2'
const digest = (digit: string) => `sha256:${digit.repeat(64)}`
/** A digest that no registry has. */
const ABSENT = digest('0')

let world: BootedWorld
beforeAll(async () => {
  world = await bootWorld()
})
afterAll(() => world?.[Symbol.asyncDispose]())

function openAws() {
  const aws = createAwsClients(world.target)
  onTestFinished(() => aws[Symbol.dispose]())
  return aws
}

function release(images: DeployOptions['images'], more: Partial<DeployOptions> = {}) {
  const journalFolder = join(world.folders.run, 'journals')
  return deployRegion(world.target, openAws(), {
    region: REGION,
    images,
    bakeMs: 500,
    alarmPrefix: `${PROJECT}-`,
    journalFolder,
    pacing: REAL_PACING,
    deadlineMs: 30_000,
    pollMs: 50,
    ...more,
  })
}

/** Image of each service's newest revision, according to ECS. */
async function runningImages(): Promise<readonly (string | undefined)[]> {
  const { DescribeServicesCommand, DescribeTaskDefinitionCommand } = await import('@aws-sdk/client-ecs')
  const client = await openAws().ecs(REGION)
  const { cluster } = world.target.stackOutputs.services[REGION]
  const { services = [] } = await client.send(
    new DescribeServicesCommand({ cluster, services: ['marketing-api', 'frontend'] }),
  )
  return Promise.all(
    services.map(async ({ taskDefinition }) => {
      const described = await client.send(new DescribeTaskDefinitionCommand({ taskDefinition }))
      return described.taskDefinition?.containerDefinitions?.[0]?.image
    }),
  )
}

async function runScript(script: string, ...args: readonly string[]) {
  const child = spawn(
    process.execPath,
    [`scripts/${script}.ts`, '--target', 'local', '--no-report', ...args],
    {
      cwd: REPOSITORY_ROOT,
      env: { PATH: process.env.PATH, MERIDIAN_WORLD: world.folders.descriptionFile },
      stdio: ['ignore', 'pipe', 'pipe'],
    },
  )
  let output = ''
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => (output += chunk))
  const exitCode = await new Promise<number | null>((resolve) => child.on('close', resolve))
  return { exitCode, output }
}

describe('a release', () => {
  it('begins with the migration, which prints how to read its log', async () => {
    const { exitCode, output } = await runScript(
      'migrate',
      ...['--image', `marketing-api=${digest('a')}`, '--confirm', FIRST_PRIMARY],
    )
    expect({ exitCode, output }).toMatchObject({
      exitCode: 0,
      output: expect.stringMatching(/exit code 0[\s\S]*aws logs tail \/ecs\/meridian-use1-migrate /),
    })
  })

  it('reaches both services of a region without a failed request there', async () => {
    const images = { 'marketing-api': digest('1'), frontend: digest('2') }
    const reports: unknown[] = []
    const failures = await failuresWhile(world, 'seoul', '/ko', async () => {
      reports.push(await release(images))
    })
    expect(reports).toMatchObject([{ verdict: 'ok', data: { end: 'released' } }])
    expect(failures).toEqual([])
    expect(await runningImages()).toEqual([
      expect.stringContaining(`meridian/marketing-api@${digest('1')}`),
      expect.stringContaining(`meridian/frontend@${digest('2')}`),
    ])
    expect(await release(images)).toMatchObject({ verdict: 'ok', data: { services: [] } })
  })

  it('is not reverted by the next up', async () => {
    const again = (edit?: (graph: ResourceGraph) => ResourceGraph) =>
      preview({
        projectFolder: join(REPOSITORY_ROOT, 'infra', 'pulumi'),
        repositoryRoot: REPOSITORY_ROOT,
        before: world.graph,
        controlPlane: world.target as Parameters<typeof preview>[0]['controlPlane'],
        ...(edit && { edit }),
      })
    const ownsRevisions = ({ contents }: ResourceGraph) =>
      new ResourceGraph({
        ...contents,
        nodes: contents.nodes.map((node) => ({ ...node, ignoreChanges: [] })),
      })
    expect((await again()).steps).toEqual([])
    // Without `ignoreChanges`, the services would be rolled back: the test can tell.
    const takenBack = (await again(ownsRevisions)).steps.filter(({ changes }) =>
      changes.some(({ property }) => property === 'taskDefinition'),
    )
    expect(takenBack.map(({ name }) => name).sort()).toEqual([
      'apne2-services-frontend',
      'apne2-services-marketing-api',
    ])
  })

  it('is rolled back without a failed request when an image cannot be pulled', async () => {
    const before = await runningImages()
    const reports: unknown[] = []
    const failures = await failuresWhile(world, 'seoul', '/ko', async () => {
      reports.push(await release({ 'marketing-api': digest('3'), frontend: ABSENT }))
    })
    expect(reports).toMatchObject([{ verdict: 'failed', data: { end: 'taken back' } }])
    expect(failures).toEqual([])
    expect(await runningImages()).toEqual(before)
  })

  it('is rolled back when its smoke test fails', async () => {
    const before = await runningImages()
    const smokeTest = async () => [failed('the site is seen', 'it is not')]
    const report = await release({ frontend: digest('6') }, { bakeMs: 0, smokeTest })
    expect(report).toMatchObject({ verdict: 'failed', data: { end: 'taken back' } })
    expect(await runningImages()).toEqual(before)
  })

  it('asks for confirmation and changes nothing without it', async () => {
    const refused = await runScript(
      'deploy-region',
      ...['--region', REGION, '--image', `frontend=${digest('4')}`],
    )
    expect(refused).toMatchObject({
      exitCode: 3,
      output: expect.stringContaining('--confirm ap-northeast-2'),
    })
  })
})

describe('the gate', () => {
  const options = () => ({ alarmPrefix: `${PROJECT}-`, journalFolder: join(world.folders.run, 'journals') })

  it('is open while nothing is wrong', async () => {
    const { exitCode, output } = await runScript('deploy-gate', '--json')
    expect({ exitCode, output }).toMatchObject({ exitCode: 0, output: expect.stringContaining('"order"') })
    // The pipeline's rollback target.
    expect(output).toContain(`"digest": "${digest('1')}"`)
  })

  it('is shut while an alarm of the stack is in ALARM', async () => {
    const { PutMetricAlarmCommand, SetAlarmStateCommand, DeleteAlarmsCommand } = await import(
      '@aws-sdk/client-cloudwatch'
    )
    const client = await openAws().cloudwatch('us-west-2')
    const AlarmName = `${PROJECT}-rehearsal`
    await client.send(
      new PutMetricAlarmCommand({
        AlarmName,
        Namespace: 'Rehearsal',
        MetricName: 'Nothing',
        Statistic: 'Sum',
        Period: 60,
        EvaluationPeriods: 1,
        Threshold: 1,
        ComparisonOperator: 'GreaterThanThreshold',
        TreatMissingData: 'ignore',
      }),
    )
    await client.send(
      new SetAlarmStateCommand({ AlarmName, StateValue: 'ALARM', StateReason: 'a test says so' }),
    )
    const { exitCode, output } = await runScript('deploy-gate')
    await client.send(new DeleteAlarmsCommand({ AlarmNames: [AlarmName] }))
    expect({ exitCode, output }).toMatchObject({ exitCode: 3, output: expect.stringContaining(AlarmName) })
  })

  it('is shut from the start of a switchover until every secondary follows the new writer', async () => {
    const aws = openAws()
    const control = createRdsControl(aws)
    const { globalClusterId, regions } = world.target.stackOutputs.database
    const { pollMs } = limitsFor({ name: 'local' })
    await control.switchover(FIRST_PRIMARY, globalClusterId, regions['us-west-2'].clusterArn)
    const shut = judgeGate(await inspectGate(world.target, aws, options()))
    expect(shut[0]).toMatchObject({ verdict: 'failed', detail: expect.stringContaining('switching-over') })
    await expect(release({ frontend: digest('5') })).rejects.toThrow(
      'The release of ap-northeast-2 has to wait',
    )
    await until(
      'the gate to open again',
      async () => {
        await REAL_PACING.wait(pollMs)
        return judgeGate(await inspectGate(world.target, aws, options()))
      },
      (checks) => checks.every(({ verdict }) => verdict === 'ok'),
    )
  })
})
