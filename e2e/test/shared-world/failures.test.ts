import { randomUUID } from 'node:crypto'
import { ecs, elbv2 } from '@meridian/local-world'
import { until } from '@meridian/operator-tools'
import { otherRegions, type RegionId } from '@meridian/topology'
import { describe, expect } from 'vitest'
import type { BootedWorld } from '../../src/booted-world.ts'
import { it } from '../../src/shared-world.ts'
import { anyCampaign, failuresWhile, get, postLead } from '../../src/visitor.ts'

/** Oregon is nearer, but a busy machine may have made its health check fail for a moment. */
const ELSEWHERE: readonly (string | null)[] = otherRegions('ap-northeast-2')

let world: BootedWorld
it.beforeAll(({ sharedWorld }) => {
  world = sharedWorld
})

function seoulTasks(service: string) {
  return world
    .running(ecs)
    .tasks()
    .filter((task) => task.region === 'ap-northeast-2' && task.serviceArn?.endsWith(`/${service}`))
    .filter((task) => task.lastStatus === 'RUNNING')
}

const pidOf = (task: ReturnType<typeof seoulTasks>[number] | undefined) =>
  task!.containers.find((container) => container.pid !== undefined)!.pid!

describe('a service process that is killed', () => {
  it.each(['frontend', 'marketing-api'])(
    'is replaced without a failed request at the edge (%s)',
    async (service) => {
      const path = service === 'frontend' ? '/ko' : '/api/campaigns?locale=ko'
      const [victim, other] = seoulTasks(service)
      const failures = await failuresWhile(world, 'seoul', path, async () => {
        process.kill(pidOf(victim), 'SIGKILL')
        await until(
          'a new task to run',
          () => seoulTasks(service).map((task) => task.arn),
          (arns) => arns.length === 2 && !arns.includes(victim!.arn) && arns.includes(other!.arn),
        )
      })
      expect(failures).toEqual([])
    },
  )
})

describe('when Seoul’s load balancer is gone', () => {
  it('its edge reads from another region at once, and writes there after DNS fails over', async () => {
    const balancers = world.graph.contents.stackOutputs.loadBalancers as Record<RegionId, { arn: string }>
    const campaignSlug = await anyCampaign(world, 'seoul')
    const failures = await failuresWhile(world, 'seoul', '/ko', async () => {
      const interruption = await world.running(elbv2).interrupt(balancers['ap-northeast-2'].arn)
      try {
        const answer = await get(world, 'seoul', '/ko')
        expect(ELSEWHERE).toContain(answer.headers.get('x-meridian-region'))
        const key = randomUUID()
        const written = await until(
          'a write to be taken by another region',
          () => postLead(world, 'seoul', { campaignSlug, email: 'elsewhere@example.com' }, key),
          (candidate) => candidate.status === 201,
        )
        expect(ELSEWHERE).toContain(written.headers.get('x-meridian-region'))
      } finally {
        await interruption.restore()
      }
    })
    expect(failures).toEqual([])
    await until(
      'Seoul to serve its visitors again',
      async () => (await get(world, 'seoul', '/ko')).headers.get('x-meridian-region'),
      (region) => region === 'ap-northeast-2',
    )
  })
})
