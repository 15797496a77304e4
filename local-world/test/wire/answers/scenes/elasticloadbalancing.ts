import { onTestFinished } from 'vitest'
import { startElbv2 } from '../../../../src/modules/elbv2/engine/start.ts'
import { planLoadBalancing } from '../../../../src/modules/elbv2/plan/plan.ts'
import { TYPES } from '../../../../src/modules/elbv2/resources.ts'
import { createAuthority } from '../../../../src/world/authority.ts'
import { describeLoadBalancer } from '../../../elbv2/example-program.ts'
import { createInTestNetwork } from '../../../support/in-test-network.ts'
import { createTestWorld } from '../../../support/test-world.ts'
import type { Scene } from '../scene.ts'

/** A load balancer with TLS and a rule for each kind of condition and action. */
export async function elasticloadbalancing(): Promise<Scene> {
  const { graph, pages } = describeLoadBalancer({
    more: (program) => {
      const other = program.add(TYPES.loadBalancer, 'other', {
        name: 'other',
        internal: true,
        subnets: ['subnet-a', 'subnet-b'],
      })
      for (const port of [80, 8080])
        program.add(TYPES.listener, `other-${port}`, {
          loadBalancerArn: other.id,
          port,
          defaultActions: [
            { type: 'fixed-response', fixedResponse: { statusCode: '404', contentType: 'text/plain' } },
          ],
        })
    },
    listener: (certificateArn) => ({ port: 443, protocol: 'HTTPS', certificateArn }),
    rules: ({ api }) => [
      {
        conditions: [
          { pathPattern: { values: ['/api/*'] } },
          { hostHeader: { values: ['edge.example'] } },
          { httpRequestMethod: { values: ['GET'] } },
        ],
        actions: [{ type: 'forward', targetGroupArn: api }],
      },
      {
        conditions: [
          { sourceIp: { values: ['10.0.0.0/8'] } },
          { httpHeader: { httpHeaderName: 'x-a', values: ['b'] } },
          { queryStrings: [{ key: 'a', value: 'b' }] },
        ],
        actions: [{ type: 'redirect', redirect: { statusCode: 'HTTP_301', path: '/' } }],
      },
      {
        conditions: [{ pathPattern: { values: ['/closed'] } }],
        actions: [
          {
            type: 'fixed-response',
            fixedResponse: { statusCode: '503', contentType: 'text/plain', messageBody: 'closed' },
          },
        ],
      },
    ],
  })
  const plain = createTestWorld({ graph })
  const world = { ...plain, certificates: await createAuthority(plain.folders.run) }
  const running = await startElbv2(planLoadBalancing(graph), world, createInTestNetwork())
  onTestFinished(() => running[Symbol.asyncDispose]())
  running.register(pages, { address: '10.0.0.1', port: 3000, zone: 'us-east-1a' })
  return {
    service: running.control!,
    async play(call) {
      const { LoadBalancers } = await call('DescribeLoadBalancers')
      const { Listeners } = await call('DescribeListeners', {
        LoadBalancerArn: LoadBalancers[0].LoadBalancerArn,
      })
      running.interrupt(LoadBalancers[0].LoadBalancerArn)
      await call('DescribeLoadBalancers')
      await call('DescribeRules', { ListenerArn: Listeners[0].ListenerArn })
      await call('DescribeListeners', { LoadBalancerArn: LoadBalancers[1].LoadBalancerArn })
      await call('DescribeTargetGroups')
      await call('DescribeTargetHealth', { TargetGroupArn: pages })
    },
  }
}
