import type {
  DescribeTargetHealthCommandInput,
  DescribeTargetHealthOutput,
  TargetHealthDescription,
} from '@aws-sdk/client-elastic-load-balancing-v2'
import type { WireContext } from '../../../../kernel/wire-service.ts'
import { notFound } from '../aws-errors.ts'
import type { Elbv2Control } from '../context.ts'
import { targetHealthShape } from '../shapes.ts'

/** Requested targets that are not registered are returned as `unused`. */
export const describeTargetHealth =
  ({ groups }: Elbv2Control) =>
  (input: DescribeTargetHealthCommandInput, { region }: WireContext): DescribeTargetHealthOutput => {
    const group = groups.get(input.TargetGroupArn ?? '')
    if (group?.plan.region !== region) throw notFound('TargetGroup')
    const registered = group.health().map(targetHealthShape)
    if (!input.Targets?.length) return { TargetHealthDescriptions: registered }
    const asked = input.Targets.map(({ Id, Port = group.plan.port }) => {
      const known = registered.find(({ Target }) => Target?.Id === Id && Target?.Port === Port)
      return known ?? notRegistered(Id ?? '', Port)
    })
    return { TargetHealthDescriptions: asked }
  }

function notRegistered(address: string, port: number): TargetHealthDescription {
  return {
    Target: { Id: address, Port: port },
    TargetHealth: {
      State: 'unused',
      Reason: 'Target.NotRegistered',
      Description: 'Target is not registered to the target group',
    },
  }
}
