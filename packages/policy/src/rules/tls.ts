import { Attributes, type ResourceGraph } from '@meridian/resource-graph'
import { behaviorsOf } from '../read/behaviors.ts'
import { parameterOf } from '../read/databases.ts'
import { statementsOf } from '../read/statements.ts'
import { TYPES } from '../resource-types.ts'
import { defineRule, type Rule, violation } from '../rule.ts'

/** Names of ELB policies that refuse TLS 1.1 and older. */
const MODERN_LISTENER_POLICY = /^ELBSecurityPolicy-TLS13-1-[23]-/
/** CloudFront's, from oldest to newest accepted. */
const MODERN_VIEWER_POLICIES = ['TLSv1.2_2021', 'TLSv1.2_2025', 'TLSv1.3_2025']
const SECURE_VIEWER = ['redirect-to-https', 'https-only']
/** Target protocols of application and network load balancers. */
const ENCRYPTED_TARGETS = ['HTTPS', 'TLS', 'QUIC']
/** A function is invoked through Lambda's API; a load balancer as a target has its own targets. */
const WITHOUT_TRANSPORT = ['lambda', 'alb']
const EDGE_REGION = 'us-east-1'

/** Every hop is encrypted with current protocols. */
export const TLS_RULES: readonly Rule[] = [
  defineRule({
    id: 'listener-tls-policy',
    severity: 'high',
    title: 'HTTPS listeners name a policy that refuses old protocols',
    reason: 'Without a policy, a listener gets one from 2016 that accepts TLS 1.0.',
    source:
      'Elastic Load Balancing guide, Security policies for your Application Load Balancer; Security Hub ELB.17',
    types: [TYPES.listener],
    nextStep: 'Set sslPolicy to ELBSecurityPolicy-TLS13-1-2-2021-06 or a newer one.',
    *check(graph) {
      for (const listener of graph.ofType(TYPES.listener)) {
        const attributes = Attributes.of(listener)
        const policy = attributes.text('sslPolicy')
        if (attributes.text('protocol') === 'HTTPS' && !MODERN_LISTENER_POLICY.test(policy))
          yield violation(listener, 'sslPolicy', policy, 'ELBSecurityPolicy-TLS13-1-2-2021-06 or newer')
      }
    },
  }),
  defineRule({
    id: 'listener-plain-redirects',
    severity: 'high',
    title: 'HTTP listeners only redirect to HTTPS',
    reason: 'A form sent in plaintext can be read and modified by any network on the path.',
    source: 'Elastic Load Balancing guide, Create an HTTP listener; Security Hub ELB.1',
    types: [TYPES.listener],
    nextStep: 'Give the HTTP listener one default action of type redirect to HTTPS 443, or delete it.',
    *check(graph) {
      for (const listener of graph.ofType(TYPES.listener)) {
        const attributes = Attributes.of(listener)
        if (attributes.text('protocol') !== 'HTTP') continue
        const actions = attributes.blocks('defaultActions')
        if (!actions.every((action) => action.block('redirect').text('protocol') === 'HTTPS'))
          yield violation(
            listener,
            'defaultActions',
            actions.map((action) => action.text('type')).join(', '),
            'a redirect to HTTPS',
          )
      }
    },
  }),
  defineRule({
    id: 'load-balancer-speaks-tls',
    severity: 'high',
    title: 'Every load balancer has an HTTPS listener with a certificate',
    reason: 'Edge-to-region traffic crosses the public internet.',
    source: 'Elastic Load Balancing guide, Create an HTTPS listener for your Application Load Balancer',
    types: [TYPES.loadBalancer, TYPES.listener],
    nextStep: 'Add a listener of protocol HTTPS on 443 with certificateArn.',
    *check(graph) {
      const secure = graph
        .ofType(TYPES.listener)
        .map(Attributes.of)
        .filter((listener) => listener.text('protocol') === 'HTTPS' && listener.text('certificateArn') !== '')
        .map((listener) => listener.text('loadBalancerArn'))
      for (const balancer of graph.ofType(TYPES.loadBalancer))
        if (!secure.includes(Attributes.of(balancer).text('arn', balancer.id)))
          yield violation(balancer, 'listener', 'no HTTPS listener', 'HTTPS with a certificate')
    },
  }),
  defineRule({
    id: 'target-group-speaks-tls',
    severity: 'medium',
    title: 'Load balancers use HTTPS to their targets',
    reason:
      'Otherwise anyone on the network path to the task can read requests, including cookies and form data.',
    source:
      'Elastic Load Balancing guide, Target groups for your Application Load Balancers; AWS Config, elbv2-targetgroup-protocol-encrypted',
    types: [TYPES.targetGroup],
    nextStep: 'Set protocol to HTTPS and give the tasks a certificate, or waive it with a reason.',
    *check(graph) {
      for (const group of graph.ofType(TYPES.targetGroup)) {
        const attributes = Attributes.of(group)
        if (WITHOUT_TRANSPORT.includes(attributes.text('targetType'))) continue
        const protocol = attributes.text('protocol')
        if (!ENCRYPTED_TARGETS.includes(protocol)) yield violation(group, 'protocol', protocol, 'HTTPS')
      }
    },
  }),
  defineRule({
    id: 'viewer-uses-https',
    severity: 'high',
    title: 'Visitors are served over HTTPS on every path',
    reason: 'One plaintext path is enough to hijack a session.',
    source:
      'CloudFront Developer Guide, Requiring HTTPS between viewers and CloudFront; Security Hub CloudFront.3',
    types: [TYPES.distribution],
    nextStep: 'Set viewerProtocolPolicy to redirect-to-https.',
    *check(graph) {
      for (const distribution of graph.ofType(TYPES.distribution))
        for (const { path, behavior } of behaviorsOf(distribution)) {
          const policy = behavior.text('viewerProtocolPolicy')
          if (!SECURE_VIEWER.includes(policy))
            yield violation(distribution, `${path}.viewerProtocolPolicy`, policy, SECURE_VIEWER.join(' or '))
        }
    },
  }),
  defineRule({
    id: 'viewer-tls-version',
    severity: 'medium',
    title: 'Visitors connect with TLS 1.2 or newer and the site’s certificate',
    reason: "CloudFront's default certificate always accepts TLS 1.0.",
    source:
      'CloudFront Developer Guide, Supported protocols and ciphers between viewers and CloudFront; Security Hub CloudFront.7',
    types: [TYPES.distribution],
    nextStep:
      'Set viewerCertificate.acmCertificateArn, sslSupportMethod sni-only and minimumProtocolVersion TLSv1.2_2021.',
    *check(graph) {
      for (const distribution of graph.ofType(TYPES.distribution)) {
        const version = Attributes.of(distribution).block('viewerCertificate').text('minimumProtocolVersion')
        if (!MODERN_VIEWER_POLICIES.includes(version))
          yield violation(
            distribution,
            'viewerCertificate.minimumProtocolVersion',
            version,
            'TLSv1.2_2021 or newer',
          )
      }
    },
  }),
  defineRule({
    id: 'viewer-certificate-at-edge',
    severity: 'high',
    title: 'The certificate of the distribution is in us-east-1',
    reason: 'CloudFront reads certificates from there only; another region’s ARN is refused at deployment.',
    source: 'CloudFront Developer Guide, Requirements for using SSL/TLS certificates with CloudFront',
    types: [TYPES.distribution],
    nextStep: 'Create the certificate with a us-east-1 provider.',
    *check(graph) {
      for (const distribution of graph.ofType(TYPES.distribution)) {
        const arn = Attributes.of(distribution).block('viewerCertificate').text('acmCertificateArn')
        if (arn !== '' && arn.split(':')[3] !== EDGE_REGION)
          yield violation(
            distribution,
            'viewerCertificate.acmCertificateArn',
            arn,
            `a certificate in ${EDGE_REGION}`,
          )
      }
    },
  }),
  defineRule({
    id: 'origin-uses-https',
    severity: 'high',
    title: 'The edge uses TLS 1.2 to its origins',
    reason: 'Forms and session cookies also cross the internet from edge to region.',
    source:
      'CloudFront Developer Guide, Requiring HTTPS between CloudFront and your custom origin; Security Hub CloudFront.9 and CloudFront.10',
    types: [TYPES.distribution],
    nextStep: 'Set originProtocolPolicy to https-only and originSslProtocols to TLSv1.2.',
    *check(graph) {
      for (const distribution of graph.ofType(TYPES.distribution))
        for (const origin of Attributes.of(distribution).blocks('origins')) {
          if (!origin.has('customOriginConfig')) continue
          const config = origin.block('customOriginConfig')
          const path = `origins[${origin.text('originId')}].customOriginConfig`
          if (config.text('originProtocolPolicy') !== 'https-only')
            yield violation(
              distribution,
              `${path}.originProtocolPolicy`,
              config.text('originProtocolPolicy'),
              'https-only',
            )
          const protocols = config.texts('originSslProtocols')
          if (protocols.join() !== 'TLSv1.2')
            yield violation(distribution, `${path}.originSslProtocols`, protocols, 'TLSv1.2 only')
        }
    },
  }),
  defineRule({
    id: 'database-forces-tls',
    severity: 'high',
    title: 'Databases refuse connections without TLS',
    reason:
      'Regions connect to each other’s databases; TLS keeps the network between from reading the traffic.',
    source: 'Aurora User Guide, Securing Aurora PostgreSQL data with SSL/TLS; Security Hub RDS.38',
    types: [TYPES.database, TYPES.clusterParameters],
    nextStep: 'Set the cluster parameter rds.force_ssl to 1.',
    *check(graph) {
      for (const cluster of graph.ofType(TYPES.database)) {
        const value = parameterOf(graph, cluster, 'rds.force_ssl')
        if (value !== '1')
          yield violation(cluster, 'dbClusterParameterGroupName', `rds.force_ssl=${value || 'absent'}`, '1')
      }
    },
  }),
  defineRule({
    id: 'certificate-renews-itself',
    severity: 'medium',
    title: 'Certificates are validated by DNS',
    reason: 'ACM renews these automatically; email-validated certificates need manual approval.',
    source: 'ACM User Guide, Managed certificate renewal',
    types: [TYPES.certificate],
    nextStep: 'Set validationMethod to DNS and add the validation records to the zone.',
    *check(graph) {
      for (const certificate of graph.ofType(TYPES.certificate)) {
        const method = Attributes.of(certificate).text('validationMethod')
        if (method !== 'DNS') yield violation(certificate, 'validationMethod', method, 'DNS')
      }
    },
  }),
  defineRule({
    id: 'bucket-requires-tls',
    severity: 'medium',
    title: 'Buckets refuse requests without TLS',
    reason: 'S3 also accepts plain HTTP, where an intercepted signed URL can be reused.',
    source: 'S3 User Guide, Security best practices for Amazon S3; Security Hub S3.5',
    types: [TYPES.bucket, TYPES.bucketPolicy],
    nextStep: 'Add a bucket policy that denies s3:* when aws:SecureTransport is false.',
    *check(graph) {
      const closed = bucketsThatRefusePlain(graph)
      for (const bucket of graph.ofType(TYPES.bucket))
        if (!closed.has(bucket.id))
          yield violation(bucket, 'policy', undefined, 'Deny when aws:SecureTransport is false')
    },
  }),
]

function bucketsThatRefusePlain(graph: ResourceGraph): ReadonlySet<string> {
  const refusals = statementsOf(graph, 'resource').filter(
    ({ node, isAllow, conditions }) =>
      node.type === TYPES.bucketPolicy &&
      !isAllow &&
      String(conditions.Bool?.['aws:SecureTransport']) === 'false',
  )
  return new Set(refusals.map(({ node }) => Attributes.of(node).text('bucket')))
}
