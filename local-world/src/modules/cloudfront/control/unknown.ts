import type { UnknownMembers } from '../../../kernel/unknown-members.ts'

/** Members that responses leave out, and why. */
export const UNKNOWN: UnknownMembers = {
  'Superseded by cache and origin request policies, which every behaviour here has.': {
    CacheBehavior: ['DefaultTTL', 'ForwardedValues', 'MaxTTL', 'MinTTL'],
    DefaultCacheBehavior: ['DefaultTTL', 'ForwardedValues', 'MaxTTL', 'MinTTL'],
    ViewerCertificate: ['IAMCertificateId'],
  },
  'The program is refused that asks for it: nothing here does it.': {
    CacheBehavior: ['RealtimeLogConfigArn'],
    CustomOriginConfig: ['IpAddressType', 'OriginMtlsConfig'],
    DefaultCacheBehavior: ['RealtimeLogConfigArn'],
    DistributionConfig: [
      'AnycastIpListId',
      'CacheTagConfig',
      'ConnectionFunctionAssociation',
      'ViewerMtlsConfig',
    ],
    DistributionSummary: ['AnycastIpListId', 'ConnectionFunctionAssociation', 'ViewerMtlsConfig'],
    Origin: ['ResponseCompletionTimeout', 'VpcOriginConfig'],
    ActiveTrustedKeyGroups: ['Items'],
    ActiveTrustedSigners: ['Items'],
    LambdaFunctionAssociations: ['Items'],
    OriginGroup: ['SelectionCriteria'],
    OriginShield: ['OriginShieldRegion'],
    TrustedKeyGroups: ['Items'],
    TrustedSigners: ['Items'],
  },
  'Of distributions for several tenants.': {
    DistributionConfig: ['ConnectionMode', 'TenantConfig'],
    DistributionSummary: ['ConnectionMode'],
  },
  'Of China’s registration of names.': {
    Distribution: ['AliasICPRecordals'],
    DistributionSummary: ['AliasICPRecordals'],
  },
}
