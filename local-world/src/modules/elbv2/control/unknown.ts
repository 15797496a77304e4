import type { UnknownMembers } from '../../../kernel/unknown-members.ts'

/** Members that responses leave out, and why. */
export const UNKNOWN: UnknownMembers = {
  'Of network and gateway load balancers.': {
    AvailabilityZone: ['LoadBalancerAddresses', 'SourceNatIpv6Prefixes'],
    Listener: ['AlpnPolicy'],
    LoadBalancer: ['EnablePrefixForIpv6SourceNat', 'EnforceSecurityGroupInboundRulesOnPrivateLinkTraffic'],
    TargetDescription: ['QuicServerId'],
    TargetGroup: ['TargetControlPort'],
  },
  'No Outposts, and no pools of addresses of one’s own.': {
    AvailabilityZone: ['OutpostId'],
    LoadBalancer: ['CustomerOwnedIpv4Pool', 'IpamPools'],
  },
  'The program is refused that asks for it: nothing here does it.': {
    Action: ['AuthenticateCognitoConfig', 'AuthenticateOidcConfig', 'JwtValidationConfig'],
    HostHeaderConditionConfig: ['RegexValues'],
    HttpHeaderConditionConfig: ['RegexValues'],
    Matcher: ['GrpcCode'],
    MutualAuthenticationAttributes: [
      'AdvertiseTrustStoreCaNames',
      'IgnoreClientCertificateExpiry',
      'TrustStoreArn',
      'TrustStoreAssociationStatus',
    ],
    PathPatternConditionConfig: ['RegexValues'],
    Rule: ['Transforms'],
    RuleCondition: ['RegexValues'],
    TargetGroupStickinessConfig: ['DurationSeconds'],
    TargetHealthDescription: ['AdministrativeOverride', 'AnomalyDetection'],
  },
  'A listener here has one certificate, which a description of listeners does not mark.': {
    Certificate: ['IsDefault'],
  },
}
