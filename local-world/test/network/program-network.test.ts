import { fileURLToPath } from 'node:url'
import type { ResourceGraph } from '@meridian/resource-graph'
import type { RegionId } from '@meridian/topology'
import { beforeAll, expect, it } from 'vitest'
import { MODULES } from '../../src/modules/index.ts'
import { formatAddress } from '../../src/modules/network/model/cidr.ts'
import type { NetworkPlan } from '../../src/modules/network/model/network-plan.ts'
import { type Endpoint, judge } from '../../src/modules/network/model/reachability.ts'
import { planNetwork } from '../../src/modules/network/plan/plan.ts'
import { mergeProviders } from '../../src/program/providers.ts'
import { runProgram } from '../../src/program/run-program.ts'
import { COMPILE_CACHE } from '../program/programs.ts'

const repositoryRoot = fileURLToPath(new URL('../../..', import.meta.url))
let graph: ResourceGraph
let plan: NetworkPlan

beforeAll(async () => {
  const run = await runProgram({
    projectFolder: `${repositoryRoot}infra/pulumi`,
    stack: 'poc',
    modules: mergeProviders(MODULES),
    compileCacheFolder: COMPILE_CACHE,
    repositoryRoot,
  })
  graph = run.graph
  plan = planNetwork(graph)
})

/** An endpoint in the region's first subnet of a tier, with the program's security groups for a purpose. */
function end(region: RegionId, tier: string, purpose: string, publicAddress?: string): Endpoint {
  const inRegion = (vpcId: string) => plan.vpcs.get(vpcId)?.region === region
  const subnet = [...plan.subnets.values()].find(
    (candidate) => inRegion(candidate.vpcId) && candidate.name.includes(`-${tier}-`),
  )
  const groups = [...plan.securityGroups.values()].filter(
    (candidate) => inRegion(candidate.vpcId) && candidate.name.endsWith(purpose),
  )
  if (!subnet || groups.length === 0)
    throw new Error(`The program has no ${tier} subnet or ${purpose} group in ${region}`)
  const address = formatAddress(subnet.cidr.base + 10 + purpose.length)
  return { address, publicAddress, subnetId: subnet.id, securityGroupIds: groups.map(({ id }) => id) }
}

const api = (region: RegionId) => end(region, 'private', '-marketing-api')
const frontend = (region: RegionId) => end(region, 'private', '-frontend')
const database = (region: RegionId) => end(region, 'isolated', '-database')
/** A load balancer has two security groups: one for the edge, one for everyone else. */
function balancer(region: RegionId): Endpoint {
  const own = end(region, 'public', '-load-balancer', '198.19.200.9')
  const { securityGroupIds } = end(region, 'public', '-load-balancer-edge')
  return { ...own, securityGroupIds: [...own.securityGroupIds, ...securityGroupIds] }
}
const outside = (address: string): Endpoint => ({
  address,
  publicAddress: address,
  subnetId: undefined,
  securityGroupIds: [],
})
/** In a city, like the edges. */
const visitor = outside('198.18.82.9')
/** In a region's public range. */
const healthChecker = outside('198.19.16.9')
/** An Elastic IP that the program does not own. */
const stranger = outside('198.19.5.5')

type Question = readonly [string, () => readonly [Endpoint, Endpoint, string, number], boolean]

const dial = (from: Endpoint, to: Endpoint, port: number) => [from, to, to.address, port] as const
const dialPublic = (from: Endpoint, to: Endpoint, port: number) =>
  [from, to, to.publicAddress ?? 'none', port] as const

const QUESTIONS: readonly Question[] = [
  ['an edge reaches a load balancer', () => dialPublic(visitor, balancer('ap-northeast-2'), 443), true],
  [
    'a health checker reaches a load balancer',
    () => dialPublic(healthChecker, balancer('us-west-2'), 443),
    true,
  ],
  [
    'a load balancer cannot be reached without TLS',
    () => dialPublic(visitor, balancer('ap-northeast-2'), 80),
    false,
  ],
  [
    'a machine elsewhere in the cloud does not reach a load balancer',
    () => dialPublic(stranger, balancer('us-east-1'), 443),
    false,
  ],
  [
    'a frontend does not reach the load balancer of another region',
    () => dialPublic(frontend('us-west-2'), balancer('us-east-1'), 443),
    false,
  ],
  ['a load balancer reaches its API', () => dial(balancer('us-west-2'), api('us-west-2'), 3001), true],
  [
    'a load balancer reaches its frontend',
    () => dial(balancer('us-west-2'), frontend('us-west-2'), 3000),
    true,
  ],
  [
    'a frontend reaches the load balancer through NAT',
    () => dialPublic(frontend('us-east-1'), balancer('us-east-1'), 443),
    true,
  ],
  [
    'an API reaches the database of its region',
    () => dial(api('ap-northeast-2'), database('ap-northeast-2'), 5432),
    true,
  ],
  [
    'an API reaches the writer across regions',
    () => dial(api('ap-northeast-2'), database('us-east-1'), 5432),
    true,
  ],
  [
    'an API reaches the writer after a failover',
    () => dial(api('us-east-1'), database('ap-northeast-2'), 5432),
    true,
  ],
  [
    'a frontend does not reach a database',
    () => dial(frontend('us-east-1'), database('us-east-1'), 5432),
    false,
  ],
  [
    'a load balancer does not reach a database',
    () => dial(balancer('us-east-1'), database('us-east-1'), 5432),
    false,
  ],
  [
    'a load balancer does not reach another region',
    () => dial(balancer('us-east-1'), api('us-west-2'), 3001),
    false,
  ],
  ['a visitor does not reach a task', () => dial(visitor, api('ap-northeast-2'), 3001), false],
  ['a database reaches nothing', () => dial(database('us-east-1'), api('us-east-1'), 3001), false],
]

it.each(QUESTIONS)('%s', (_, question, isAllowed) => {
  const [from, to, address, port] = question()
  const verdict = judge(plan, { from, to, address, port })
  expect(verdict, JSON.stringify(verdict)).toMatchObject({ allowed: isAllowed })
})

it('reports the program’s rule when the path to the writer is missing it', () => {
  const closed = planNetwork(graph.without((node) => node.name.endsWith('use1-security-database-from-apne2')))
  const [from, to, address, port] = dial(api('ap-northeast-2'), database('us-east-1'), 5432)
  expect(judge(closed, { from, to, address, port })).toMatchObject({
    allowed: false,
    missing: expect.stringMatching(/^ingress on sg-\w+ \(.*database\) for tcp 5432 from 10\.2\.0\.0\/16$/),
  })
  expect(judge(closed, { from: api('us-west-2'), to, address, port }).allowed).toBe(true)
})
