import { GetHealthCheckCommand, Route53Client } from '@aws-sdk/client-route-53'
import {
  ConflictException,
  GetRoutingControlStateCommand,
  ListRoutingControlsCommand,
  ResourceNotFoundException,
  Route53RecoveryClusterClient,
  type RoutingControlState,
  UpdateRoutingControlStateCommand,
  UpdateRoutingControlStatesCommand,
  ValidationException,
} from '@aws-sdk/client-route53-recovery-cluster'
import { REGION_IDS, type RegionId } from '@meridian/topology'
import { describe, expect, it, onTestFinished } from 'vitest'
import { addressesIn, ask } from '../route53/dns-client.ts'
import { names } from '../route53/example-program.ts'
import { regionAddress } from '../route53/stand-ins.ts'
import { controlArn, controlCheckId, PANEL, RULE, WAIT_MS } from './switched-program.ts'
import { startSwitched } from './switched-world.ts'

const SEOUL = '198.18.82.0/24'
const OTHERS: readonly RegionId[] = ['us-east-1', 'us-west-2']

async function startOperated(region: RegionId = 'us-west-2') {
  const world = await startSwitched()
  const options = {
    endpoint: world.url,
    region,
    maxAttempts: 1,
    credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
  }
  const client = new Route53RecoveryClusterClient(options)
  onTestFinished(() => client.destroy())
  const turn = (RoutingControlArn: string, RoutingControlState: RoutingControlState, more: object = {}) =>
    client.send(new UpdateRoutingControlStateCommand({ RoutingControlArn, RoutingControlState, ...more }))
  const turnTogether = (arns: readonly string[], RoutingControlState: RoutingControlState) =>
    client.send(
      new UpdateRoutingControlStatesCommand({
        UpdateRoutingControlStateEntries: arns.map((RoutingControlArn) => ({
          RoutingControlArn,
          RoutingControlState,
        })),
      }),
    )
  const turnAllOn = async () => {
    await turnTogether(REGION_IDS.map(controlArn), 'On')
    await world.clock.advance(WAIT_MS)
  }
  const stateOf = async (of: RegionId) =>
    (await client.send(new GetRoutingControlStateCommand({ RoutingControlArn: controlArn(of) })))
      .RoutingControlState
  const answerIn = async (subnet: string) =>
    addressesIn(await ask(world.route53.port, { name: names.nearest, subnet }))
  return { ...world, options, client, turn, turnTogether, turnAllOn, stateOf, answerIn }
}

describe('routing controls', () => {
  // INV-ARC-1
  it('are off when they are new', async () => {
    const { client, stateOf } = await startOperated()
    expect(await stateOf('us-east-1')).toBe('Off')
    const { RoutingControls } = await client.send(new ListRoutingControlsCommand({ ControlPanelArn: PANEL }))
    expect(RoutingControls).toEqual(
      REGION_IDS.map((region) => ({
        ControlPanelArn: PANEL,
        ControlPanelName: 'regions',
        RoutingControlArn: controlArn(region),
        RoutingControlName: region,
        RoutingControlState: 'Off',
        Owner: '000000000000',
      })),
    )
  })

  // INV-ARC-3, INV-ROUTE53-5
  it('take a region out of the DNS answers and back in, whatever its health', async () => {
    const { answerIn, turn, turnAllOn, clock, journal } = await startOperated()
    await turnAllOn()
    expect(await answerIn(SEOUL)).toEqual([regionAddress['ap-northeast-2']])
    await turn(controlArn('ap-northeast-2'), 'Off')
    expect(await answerIn(SEOUL)).toEqual([regionAddress['us-west-2']])
    await clock.advance(WAIT_MS)
    await turn(controlArn('ap-northeast-2'), 'On')
    expect(await answerIn(SEOUL)).toEqual([regionAddress['ap-northeast-2']])
    const told = journal.entries().map(({ event, subject }) => `${subject}: ${event}`)
    expect(told).toEqual(
      expect.arrayContaining([
        'ap-northeast-2: routing control turned off',
        'switch-ap-northeast-2: health check turned unhealthy',
        'both-ap-northeast-2: health check turned unhealthy',
      ]),
    )
  })

  it('route every query to the one region that is on', async () => {
    const { answerIn, turn } = await startOperated()
    await turn(controlArn('us-east-1'), 'On')
    expect(await answerIn(SEOUL)).toEqual([regionAddress['us-east-1']])
  })

  it('are named by their health checks', async () => {
    const { options } = await startOperated()
    const client = new Route53Client(options)
    onTestFinished(() => client.destroy())
    const HealthCheckId = controlCheckId('us-east-1')
    const { HealthCheck } = await client.send(new GetHealthCheckCommand({ HealthCheckId }))
    expect(HealthCheck?.HealthCheckConfig).toMatchObject({
      Type: 'RECOVERY_CONTROL',
      RoutingControlArn: controlArn('us-east-1'),
    })
  })

  // INV-ARC-4
  it('can be changed in another region while us-east-1 is lost', async () => {
    const { endpoint, turn, stateOf } = await startOperated('us-west-2')
    endpoint.outages.loseRegion('us-east-1')
    await turn(controlArn('us-west-2'), 'On')
    expect(await stateOf('us-west-2')).toBe('On')
  })

  it('are listed page by page', async () => {
    const { client } = await startOperated()
    const first = await client.send(new ListRoutingControlsCommand({ MaxResults: 2 }))
    const second = await client.send(
      new ListRoutingControlsCommand({ MaxResults: 2, NextToken: first.NextToken }),
    )
    const seen = [first, second].flatMap(({ RoutingControls = [] }) =>
      RoutingControls.map(({ RoutingControlName }) => RoutingControlName),
    )
    expect(seen).toEqual([...REGION_IDS])
    expect(second.NextToken).toBeUndefined()
  })

  it('fail with the SDK’s error classes for an unknown ARN or an invalid state', async () => {
    const { client, turn } = await startOperated()
    await expect(turn(`${PANEL}/routingcontrol/none`, 'On')).rejects.toBeInstanceOf(ResourceNotFoundException)
    await expect(turn(controlArn('us-east-1'), 'Ajar' as 'On')).rejects.toBeInstanceOf(ValidationException)
    const panel = client.send(new ListRoutingControlsCommand({ ControlPanelArn: 'arn:none' }))
    await expect(panel).rejects.toBeInstanceOf(ResourceNotFoundException)
  })
})

describe('a safety rule', () => {
  it('keeps the last region on', async () => {
    const { clock, turn, turnAllOn, turnTogether, stateOf } = await startOperated()
    await turnAllOn()
    await turnTogether(OTHERS.map(controlArn), 'Off')
    await clock.advance(WAIT_MS)
    const last = turn(controlArn('ap-northeast-2'), 'Off')
    await expect(last).rejects.toBeInstanceOf(ConflictException)
    await expect(last).rejects.toThrow(/violates the safety rule one-stays-on/)
    expect(await stateOf('ap-northeast-2')).toBe('On')
  })

  // INV-ARC-2
  it('validates a request as a whole and applies none of it when it is refused', async () => {
    const { turnAllOn, turnTogether, stateOf } = await startOperated()
    await turnAllOn()
    await expect(turnTogether(REGION_IDS.map(controlArn), 'Off')).rejects.toBeInstanceOf(ConflictException)
    expect(await Promise.all(REGION_IDS.map(stateOf))).toEqual(['On', 'On', 'On'])
  })

  it('is skipped when a request overrides it', async () => {
    const { turn, stateOf } = await startOperated()
    await turn(controlArn('us-east-1'), 'On')
    await turn(controlArn('us-east-1'), 'Off', { SafetyRulesToOverride: [RULE] })
    expect(await stateOf('us-east-1')).toBe('Off')
    const unknown = turn(controlArn('us-east-1'), 'On', { SafetyRulesToOverride: ['arn:none'] })
    await expect(unknown).rejects.toBeInstanceOf(ResourceNotFoundException)
  })

  it('refuses another change of its controls until its wait period has passed', async () => {
    const { clock, turn, stateOf } = await startOperated()
    await turn(controlArn('us-east-1'), 'On')
    await clock.advance(WAIT_MS - 1)
    await expect(turn(controlArn('us-west-2'), 'On')).rejects.toThrow(/wait period .* one-stays-on/)
    await clock.advance(1)
    await turn(controlArn('us-west-2'), 'On')
    expect(await stateOf('us-west-2')).toBe('On')
  })
})
