import type {
  DescribeTargetGroupsCommandInput,
  DescribeTargetGroupsOutput,
} from '@aws-sdk/client-elastic-load-balancing-v2'
import type { WireContext } from '../../../../kernel/wire-service.ts'
import { pageFor, refuseBoth, select } from '../aws-errors.ts'
import type { Elbv2Control } from '../context.ts'
import { targetGroupShape } from '../shapes.ts'

export const describeTargetGroups =
  ({ groups }: Elbv2Control) =>
  (input: DescribeTargetGroupsCommandInput, { region }: WireContext): DescribeTargetGroupsOutput => {
    refuseBoth(input, 'Names', 'TargetGroupArns')
    const here = [...groups.values()].map(({ plan }) => plan).filter((plan) => plan.region === region)
    const byArn = select(here, input.TargetGroupArns, (plan) => plan.arn, 'TargetGroup')
    const byName = select(byArn, input.Names, (plan) => plan.name, 'TargetGroup')
    const { LoadBalancerArn: loadBalancerArn } = input
    const shown = byName.filter((plan) => !loadBalancerArn || plan.loadBalancerArns.includes(loadBalancerArn))
    const { items, next } = pageFor(shown, input)
    return { TargetGroups: items.map(targetGroupShape), NextMarker: next }
  }
