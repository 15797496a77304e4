import type { UnknownMembers } from '../../../kernel/unknown-members.ts'

/** What its answers leave out, and why. */
export const UNKNOWN: UnknownMembers = {
  'Not answered yet.': {
    LoadBalancer: [
      'CustomerOwnedIpv4Pool',
      'EnforceSecurityGroupInboundRulesOnPrivateLinkTraffic',
      'EnablePrefixForIpv6SourceNat',
      'IpamPools',
    ],
    LoadBalancerState: ['Reason'],
    AvailabilityZone: ['OutpostId', 'LoadBalancerAddresses', 'SourceNatIpv6Prefixes'],
    Listener: ['AlpnPolicy', 'MutualAuthentication'],
    Certificate: ['IsDefault'],
    Action: ['AuthenticateOidcConfig', 'AuthenticateCognitoConfig', 'Order', 'JwtValidationConfig'],
    ForwardActionConfig: ['TargetGroupStickinessConfig'],
    Rule: ['Transforms'],
    RuleCondition: ['Values', 'RegexValues'],
    PathPatternConditionConfig: ['RegexValues'],
    HostHeaderConditionConfig: ['RegexValues'],
    HttpHeaderConditionConfig: ['RegexValues'],
    TargetGroup: ['TargetControlPort'],
    Matcher: ['GrpcCode'],
    TargetHealthDescription: ['AnomalyDetection', 'AdministrativeOverride'],
    TargetDescription: ['QuicServerId'],
  },
}
