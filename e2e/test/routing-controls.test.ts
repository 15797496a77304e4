import {
  Route53RecoveryClusterClient,
  type RoutingControlState,
  UpdateRoutingControlStatesCommand,
} from '@aws-sdk/client-route53-recovery-cluster'
import { until, verifyDeployment } from '@meridian/operator-tools'
import { CITIES, type CityId, type RegionId } from '@meridian/topology'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { type BootedWorld, bootWorld } from '../src/booted-world.ts'
import { get } from '../src/visitor.ts'

let world: BootedWorld
let client: Route53RecoveryClusterClient
beforeAll(async () => {
  world = await bootWorld({ config: { 'meridian:routingControls': 'in-use' } })
  client = new Route53RecoveryClusterClient({
    endpoint: world.controlEndpoint,
    region: 'us-west-2',
    maxAttempts: 1,
    credentials: world.trust.keys.own,
  })
})
afterAll(async () => {
  client?.destroy()
  await world?.[Symbol.asyncDispose]()
})

const outputs = () =>
  world.graph.contents.stackOutputs.routingControls as { controlArns: Readonly<Record<RegionId, string>> }

/** Like an operator: for a while after each change, the safety rule lets no other pass. */
const turn = (state: RoutingControlState, ...regions: readonly RegionId[]) =>
  until(
    `${regions.join(', ')} to be turned ${state}`,
    () =>
      client
        .send(
          new UpdateRoutingControlStatesCommand({
            UpdateRoutingControlStateEntries: regions.map((region) => ({
              RoutingControlArn: outputs().controlArns[region],
              RoutingControlState: state,
            })),
          }),
        )
        .then(
          () => 'done',
          (error: Error) => error.message,
        ),
    (answer) => !answer.includes('wait period'),
  )

/** The region whose services answered a visitor in this city. */
async function regionOf(city: CityId): Promise<unknown> {
  const answer = await get(world, city, '/api/region')
  return ((await answer.json()) as { region: unknown }).region
}

it('a world with all routing controls off serves Seoul from its own region and passes verify-deployment', async () => {
  expect(await regionOf('seoul')).toBe('ap-northeast-2')
  const { checks } = await verifyDeployment(world.target, { timeoutMs: 10_000 })
  expect(checks.filter((check) => check.verdict !== 'ok')).toEqual([])
})

it(`visitors of ${CITIES.seoul.label} leave a region that is switched off, and come back`, async () => {
  expect(await turn('On', 'us-east-1', 'us-west-2', 'ap-northeast-2')).toBe('done')
  expect(await turn('Off', 'ap-northeast-2')).toBe('done')
  await until(
    'visitors to leave Seoul',
    () => regionOf('seoul'),
    (region) => region === 'us-west-2',
  )
  expect(await turn('On', 'ap-northeast-2')).toBe('done')
  await until(
    'visitors to return',
    () => regionOf('seoul'),
    (region) => region === 'ap-northeast-2',
  )
})

it('the safety rule keeps the last region on', async () => {
  expect(await turn('Off', 'us-west-2', 'ap-northeast-2')).toBe('done')
  expect(await turn('Off', 'us-east-1')).toMatch(/violates the safety rule/)
})
