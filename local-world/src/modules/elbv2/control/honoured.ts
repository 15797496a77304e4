import type {
  DescribeListenersInput,
  DescribeLoadBalancersInput,
  DescribeRulesInput,
  DescribeTargetGroupsInput,
  DescribeTargetHealthInput,
} from '@aws-sdk/client-elastic-load-balancing-v2'
import { honours, type MemberTree } from '../../../kernel/honoured-members.ts'

/** Members that each operation honours; any other member is refused by name. */
export const HONOURED: Readonly<Record<string, MemberTree>> = {
  DescribeListeners: honours<DescribeListenersInput>({
    LoadBalancerArn: true,
    ListenerArns: true,
    PageSize: true,
    Marker: true,
  }),
  DescribeLoadBalancers: honours<DescribeLoadBalancersInput>({
    LoadBalancerArns: true,
    Names: true,
    PageSize: true,
    Marker: true,
  }),
  DescribeRules: honours<DescribeRulesInput>({
    ListenerArn: true,
    RuleArns: true,
    PageSize: true,
    Marker: true,
  }),
  DescribeTargetGroups: honours<DescribeTargetGroupsInput>({
    LoadBalancerArn: true,
    TargetGroupArns: true,
    Names: true,
    PageSize: true,
    Marker: true,
  }),
  DescribeTargetHealth: honours<DescribeTargetHealthInput>({
    TargetGroupArn: true,
    Targets: { Id: true, Port: true },
  }),
}
