import type { Writes } from './writes.ts'

const RECOVERY_TAGS = [
  'route53-recovery-control-config:TagResource',
  'route53-recovery-control-config:UntagResource',
]

/** Names, certificates, firewalls, load balancers and the edge. */
export const TRAFFIC_WRITES: Writes = {
  'aws:acm/certificate:Certificate': [
    'acm:AddTagsToCertificate',
    'acm:DeleteCertificate',
    'acm:RemoveTagsFromCertificate',
    'acm:RequestCertificate',
    'acm:UpdateCertificateOptions',
  ],
  // It only waits for other resources.
  'aws:acm/certificateValidation:CertificateValidation': [],
  'aws:cloudfront/distribution:Distribution': [
    'cloudfront:AllowVendedLogDeliveryForResource',
    'cloudfront:CreateDistribution',
    'cloudfront:DeleteDistribution',
    'cloudfront:TagResource',
    'cloudfront:UntagResource',
    'cloudfront:UpdateDistribution',
  ],
  'aws:cloudfront/function:Function': [
    'cloudfront:CreateFunction',
    'cloudfront:DeleteFunction',
    'cloudfront:PublishFunction',
    'cloudfront:UpdateFunction',
  ],
  'aws:cloudfront/originAccessControl:OriginAccessControl': [
    'cloudfront:CreateOriginAccessControl',
    'cloudfront:DeleteOriginAccessControl',
    'cloudfront:UpdateOriginAccessControl',
  ],
  'aws:cloudfront/responseHeadersPolicy:ResponseHeadersPolicy': [
    'cloudfront:CreateResponseHeadersPolicy',
    'cloudfront:DeleteResponseHeadersPolicy',
    'cloudfront:UpdateResponseHeadersPolicy',
  ],
  'aws:lb/listener:Listener': [
    'elasticloadbalancing:CreateListener',
    'elasticloadbalancing:DeleteListener',
    'elasticloadbalancing:ModifyListener',
    'elasticloadbalancing:ModifyListenerAttributes',
  ],
  'aws:lb/listenerRule:ListenerRule': [
    'elasticloadbalancing:CreateRule',
    'elasticloadbalancing:DeleteRule',
    'elasticloadbalancing:ModifyRule',
    'elasticloadbalancing:SetRulePriorities',
  ],
  'aws:lb/loadBalancer:LoadBalancer': [
    'elasticloadbalancing:AddTags',
    'elasticloadbalancing:CreateLoadBalancer',
    'elasticloadbalancing:DeleteLoadBalancer',
    'elasticloadbalancing:ModifyLoadBalancerAttributes',
    'elasticloadbalancing:RemoveTags',
    'elasticloadbalancing:SetIpAddressType',
    'elasticloadbalancing:SetSecurityGroups',
    'elasticloadbalancing:SetSubnets',
  ],
  'aws:lb/targetGroup:TargetGroup': [
    'elasticloadbalancing:CreateTargetGroup',
    'elasticloadbalancing:DeleteTargetGroup',
    'elasticloadbalancing:ModifyTargetGroup',
    'elasticloadbalancing:ModifyTargetGroupAttributes',
  ],
  'aws:route53/healthCheck:HealthCheck': [
    'route53:ChangeTagsForResource',
    'route53:CreateHealthCheck',
    'route53:DeleteHealthCheck',
    'route53:UpdateHealthCheck',
  ],
  'aws:route53/hostedZoneDnsSec:HostedZoneDnsSec': [
    'route53:DisableHostedZoneDNSSEC',
    'route53:EnableHostedZoneDNSSEC',
  ],
  'aws:route53/keySigningKey:KeySigningKey': [
    'route53:ActivateKeySigningKey',
    'route53:CreateKeySigningKey',
    'route53:DeactivateKeySigningKey',
    'route53:DeleteKeySigningKey',
  ],
  'aws:route53/queryLog:QueryLog': ['route53:CreateQueryLoggingConfig', 'route53:DeleteQueryLoggingConfig'],
  'aws:route53/record:Record': ['route53:ChangeResourceRecordSets'],
  'aws:route53/zone:Zone': [
    'route53:ChangeTagsForResource',
    'route53:CreateHostedZone',
    'route53:DeleteHostedZone',
    'route53:UpdateHostedZoneComment',
  ],
  'aws:route53recoverycontrol/cluster:Cluster': [
    ...RECOVERY_TAGS,
    'route53-recovery-control-config:CreateCluster',
    'route53-recovery-control-config:DeleteCluster',
  ],
  'aws:route53recoverycontrol/controlPanel:ControlPanel': [
    'route53-recovery-control-config:CreateControlPanel',
    'route53-recovery-control-config:DeleteControlPanel',
    'route53-recovery-control-config:UpdateControlPanel',
  ],
  'aws:route53recoverycontrol/routingControl:RoutingControl': [
    'route53-recovery-control-config:CreateRoutingControl',
    'route53-recovery-control-config:DeleteRoutingControl',
    'route53-recovery-control-config:UpdateRoutingControl',
  ],
  'aws:route53recoverycontrol/safetyRule:SafetyRule': [
    'route53-recovery-control-config:CreateSafetyRule',
    'route53-recovery-control-config:DeleteSafetyRule',
    'route53-recovery-control-config:UpdateSafetyRule',
  ],
  'aws:wafv2/webAcl:WebAcl': [
    'wafv2:CreateWebACL',
    'wafv2:DeleteWebACL',
    'wafv2:TagResource',
    'wafv2:UntagResource',
    'wafv2:UpdateWebACL',
  ],
  'aws:wafv2/webAclAssociation:WebAclAssociation': [
    'elasticloadbalancing:SetWebAcl',
    'wafv2:AssociateWebACL',
    'wafv2:DisassociateWebACL',
  ],
  'aws:wafv2/webAclLoggingConfiguration:WebAclLoggingConfiguration': [
    'logs:CreateLogDelivery',
    'logs:DeleteLogDelivery',
    'wafv2:DeleteLoggingConfiguration',
    'wafv2:PutLoggingConfiguration',
  ],
}
