import type {
  DescribeLoadBalancersCommandInput,
  DescribeLoadBalancersOutput,
} from '@aws-sdk/client-elastic-load-balancing-v2'
import type { WireContext } from '../../../../kernel/wire-service.ts'
import { pageFor, refuseBoth, select } from '../aws-errors.ts'
import type { Elbv2Control } from '../context.ts'
import { loadBalancerShape } from '../shapes.ts'

export const describeLoadBalancers =
  ({ loadBalancers, startedAtMs }: Elbv2Control) =>
  (input: DescribeLoadBalancersCommandInput, { region }: WireContext): DescribeLoadBalancersOutput => {
    refuseBoth(input, 'Names', 'LoadBalancerArns')
    const here = loadBalancers.filter(({ plan }) => plan.region === region)
    const byArn = select(here, input.LoadBalancerArns, ({ plan }) => plan.arn, 'LoadBalancer')
    const byName = select(byArn, input.Names, ({ plan }) => plan.name, 'LoadBalancer')
    const { items, next } = pageFor(byName, input)
    return {
      LoadBalancers: items.map((loadBalancer) => loadBalancerShape(loadBalancer, startedAtMs)),
      NextMarker: next,
    }
  }
