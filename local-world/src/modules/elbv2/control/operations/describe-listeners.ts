import type {
  DescribeListenersCommandInput,
  DescribeListenersOutput,
} from '@aws-sdk/client-elastic-load-balancing-v2'
import { AwsError, type WireContext } from '../../../../kernel/wire-service.ts'
import { notFound, pageFor, refuseBoth, select } from '../aws-errors.ts'
import type { Elbv2Control } from '../context.ts'
import { listenerShape } from '../shapes.ts'

export const describeListeners =
  ({ loadBalancers }: Elbv2Control) =>
  (input: DescribeListenersCommandInput, { region }: WireContext): DescribeListenersOutput => {
    const { LoadBalancerArn: loadBalancerArn, ListenerArns: listenerArns } = input
    refuseBoth(input, 'LoadBalancerArn', 'ListenerArns')
    if (!loadBalancerArn && !listenerArns?.length) {
      throw new AwsError('ValidationError', 'You must specify either listener ARNs or a load balancer ARN')
    }
    const here = loadBalancers.filter(({ plan }) => plan.region === region)
    const chosen = here.filter(({ plan }) => !loadBalancerArn || plan.arn === loadBalancerArn)
    if (loadBalancerArn && chosen.length === 0) throw notFound('LoadBalancer')
    const shapes = chosen.flatMap(({ plan }) =>
      plan.listeners.map((listener) => listenerShape(listener, plan.arn)),
    )
    const wanted = select(shapes, listenerArns, (shape) => shape.ListenerArn ?? '', 'Listener')
    const { items, next } = pageFor(wanted, input)
    return { Listeners: [...items], NextMarker: next }
  }
