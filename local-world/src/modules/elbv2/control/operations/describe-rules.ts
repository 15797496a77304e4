import type {
  DescribeRulesCommandInput,
  DescribeRulesOutput,
} from '@aws-sdk/client-elastic-load-balancing-v2'
import { AwsError, type WireContext } from '../../../../kernel/wire-service.ts'
import { notFound, pageFor, refuseBoth, select } from '../aws-errors.ts'
import type { Elbv2Control } from '../context.ts'
import { ruleShape } from '../shapes.ts'

export const describeRules =
  ({ loadBalancers }: Elbv2Control) =>
  (input: DescribeRulesCommandInput, { region }: WireContext): DescribeRulesOutput => {
    const { ListenerArn: listenerArn, RuleArns: ruleArns } = input
    refuseBoth(input, 'ListenerArn', 'RuleArns')
    if (!listenerArn && !ruleArns?.length) {
      throw new AwsError('ValidationError', 'You must specify either listener rule ARNs or a listener ARN')
    }
    const listeners = loadBalancers
      .filter(({ plan }) => plan.region === region)
      .flatMap(({ plan }) => plan.listeners)
      .filter((listener) => !listenerArn || listener.arn === listenerArn)
    if (listenerArn && listeners.length === 0) throw notFound('Listener')
    const rules = listeners.flatMap((listener) => listener.rules)
    const { items, next } = pageFor(
      select(rules, ruleArns, (rule) => rule.arn, 'Rule'),
      input,
    )
    return { Rules: items.map(ruleShape), NextMarker: next }
  }
