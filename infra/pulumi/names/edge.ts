import { type NamingRule, named, tagged, untagged } from './rule.ts'

const BUCKET = /^(?!xn--)[a-z0-9][a-z0-9-]*[a-z0-9]$/
const WORDS = /^[\w-]+$/

/** Types of the edge, DNS, certificates and firewalls. */
export const EDGE_NAMES: Readonly<Record<string, NamingRule>> = {
  'aws:acm/certificate:Certificate': tagged,
  'aws:acm/certificateValidation:CertificateValidation': untagged,
  'aws:cloudfront/originAccessControl:OriginAccessControl': named(64, WORDS, 'name', false),
  'aws:cloudfront/responseHeadersPolicy:ResponseHeadersPolicy': named(128, WORDS, 'name', false),
  'aws:cloudwatch/logDelivery:LogDelivery': tagged,
  'aws:cloudwatch/logDeliveryDestination:LogDeliveryDestination': named(60, WORDS),
  'aws:cloudwatch/logDeliverySource:LogDeliverySource': named(60, WORDS),
  'aws:cloudwatch/logResourcePolicy:LogResourcePolicy': untagged,
  'aws:route53/hostedZoneDnsSec:HostedZoneDnsSec': untagged,
  // AWS allows letters, digits and underscores here but no hyphens, so the component that creates it sets the name.
  'aws:route53/keySigningKey:KeySigningKey': untagged,
  'aws:route53/queryLog:QueryLog': untagged,
  'aws:s3/bucket:Bucket': named(63, BUCKET, 'bucket'),
  'aws:s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration': untagged,
  'aws:s3/bucketPolicy:BucketPolicy': untagged,
  'aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock': untagged,
  'aws:s3/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration': untagged,
  'aws:wafv2/webAcl:WebAcl': named(128, WORDS),
  'aws:wafv2/webAclAssociation:WebAclAssociation': untagged,
  'aws:wafv2/webAclLoggingConfiguration:WebAclLoggingConfiguration': untagged,
}
