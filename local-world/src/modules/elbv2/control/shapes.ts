import type {
  Action,
  Listener,
  LoadBalancer,
  Rule,
  RuleCondition as RuleConditionShape,
  TargetGroup,
  TargetHealthDescription,
} from '@aws-sdk/client-elastic-load-balancing-v2'
import type { RunningLoadBalancer } from '../engine/running-load-balancer.ts'
import type {
  ListenerPlan,
  RuleAction,
  RuleCondition,
  RulePlan,
  TargetGroupPlan,
} from '../model/load-balancer-plan.ts'
import type { TargetHealth } from '../running.ts'

export function loadBalancerShape(
  { plan, isInterrupted }: RunningLoadBalancer,
  startedAtMs: number,
): LoadBalancer {
  return {
    LoadBalancerArn: plan.arn,
    LoadBalancerName: plan.name,
    DNSName: plan.dnsName,
    CanonicalHostedZoneId: plan.zoneId,
    CreatedTime: new Date(startedAtMs),
    Scheme: plan.isInternetFacing ? 'internet-facing' : 'internal',
    VpcId: plan.subnets[0]?.vpcId ?? '',
    State: isInterrupted
      ? { Code: 'failed', Reason: 'The load balancer was interrupted by an injected failure' }
      : { Code: 'active' },
    Type: 'application',
    IpAddressType: 'ipv4',
    AvailabilityZones: plan.subnets.map(({ zone, subnetId }) => ({ ZoneName: zone, SubnetId: subnetId })),
    SecurityGroups: [...plan.securityGroupIds],
  }
}

export function targetGroupShape(plan: TargetGroupPlan): TargetGroup {
  const { healthCheck } = plan
  return {
    TargetGroupArn: plan.arn,
    TargetGroupName: plan.name,
    Protocol: 'HTTP',
    ProtocolVersion: 'HTTP1',
    Port: plan.port,
    VpcId: plan.vpcId,
    TargetType: 'ip',
    IpAddressType: 'ipv4',
    HealthCheckEnabled: true,
    HealthCheckProtocol: 'HTTP',
    HealthCheckPort: healthCheck.port,
    HealthCheckPath: healthCheck.path,
    HealthCheckIntervalSeconds: healthCheck.intervalMs / 1_000,
    HealthCheckTimeoutSeconds: healthCheck.timeoutMs / 1_000,
    HealthyThresholdCount: healthCheck.healthyThreshold,
    UnhealthyThresholdCount: healthCheck.unhealthyThreshold,
    Matcher: { HttpCode: healthCheck.matcher },
    LoadBalancerArns: [...plan.loadBalancerArns],
  }
}

export function targetHealthShape({
  target,
  state,
  reason,
  description,
}: TargetHealth): TargetHealthDescription {
  return {
    Target: { Id: target.address, Port: target.port, AvailabilityZone: target.zone },
    HealthCheckPort: String(target.port),
    TargetHealth: {
      State: state,
      ...(reason === undefined
        ? {}
        : { Reason: reason as NonNullable<TargetHealthDescription['TargetHealth']>['Reason'] }),
      ...(description === undefined ? {} : { Description: description }),
    },
  }
}

export function listenerShape(listener: ListenerPlan, loadBalancerArn: string): Listener {
  const last = listener.rules.at(-1)
  return {
    ListenerArn: listener.arn,
    LoadBalancerArn: loadBalancerArn,
    Port: listener.port,
    Protocol: listener.protocol,
    ...(listener.tls && {
      SslPolicy: listener.tls.policy,
      Certificates: [{ CertificateArn: listener.tls.certificateArn }],
      MutualAuthentication: { Mode: 'off' },
    }),
    DefaultActions: last ? [actionShape(last.action)] : [],
  }
}

export function ruleShape(rule: RulePlan): Rule {
  return {
    RuleArn: rule.arn,
    Priority: String(rule.priority),
    Conditions: rule.conditions.map(conditionShape),
    Actions: [actionShape(rule.action)],
    IsDefault: rule.priority === 'default',
  }
}

function actionShape(action: RuleAction): Action {
  if (action.type === 'forward') {
    const groups = action.targetGroups.map(({ arn, weight }) => ({ TargetGroupArn: arn, Weight: weight }))
    const [only] = action.targetGroups
    const single = only && groups.length === 1 ? { TargetGroupArn: only.arn } : {}
    return {
      Type: 'forward',
      Order: 1,
      ...single,
      ForwardConfig: { TargetGroups: groups, TargetGroupStickinessConfig: { Enabled: false } },
    }
  }
  if (action.type === 'fixed-response') {
    const { statusCode, contentType, body } = action
    return {
      Type: 'fixed-response',
      Order: 1,
      FixedResponseConfig: { StatusCode: String(statusCode), ContentType: contentType, MessageBody: body },
    }
  }
  return {
    Type: 'redirect',
    Order: 1,
    RedirectConfig: {
      StatusCode: action.statusCode === 301 ? 'HTTP_301' : 'HTTP_302',
      Protocol: action.protocol,
      Host: action.host,
      Port: action.port,
      Path: action.path,
      Query: action.query,
    },
  }
}

/** A single list of values is repeated in `Values`, as before conditions had their own config types. */
function conditionShape(condition: RuleCondition): RuleConditionShape {
  const { field } = condition
  switch (field) {
    case 'path-pattern': {
      const Values = [...condition.values]
      return { Field: field, Values, PathPatternConfig: { Values } }
    }
    case 'host-header': {
      const Values = [...condition.values]
      return { Field: field, Values, HostHeaderConfig: { Values } }
    }
    case 'http-request-method':
      return { Field: field, HttpRequestMethodConfig: { Values: [...condition.values] } }
    case 'source-ip':
      return { Field: field, SourceIpConfig: { Values: [...condition.values] } }
    case 'http-header':
      return {
        Field: field,
        HttpHeaderConfig: { HttpHeaderName: condition.header, Values: [...condition.values] },
      }
    case 'query-string':
      return {
        Field: field,
        QueryStringConfig: { Values: condition.values.map(({ key, value }) => ({ Key: key, Value: value })) },
      }
  }
}
