import { Attributes, type ResourceGraph, type ResourceNode } from '@meridian/resource-graph'
import { wearersOf } from '../src/read/wearers.ts'
import { TYPES } from '../src/resource-types.ts'
import { changed, first, type GraphMistake, replaced } from './mistake.ts'

type Json = Record<string, unknown>
interface Statement extends Json {
  readonly Sid?: string
  readonly Action: readonly string[]
}

/** The policy of a resource without the statements that a test picks, or with some of their actions taken away. */
function withStatements(
  graph: ResourceGraph,
  node: ResourceNode,
  change: (statements: readonly Statement[]) => readonly Statement[],
): ResourceGraph {
  return changed(graph, node, (values) => {
    const document = JSON.parse(String(values.policy)) as { Statement: readonly Statement[] }
    return { ...values, policy: JSON.stringify({ ...document, Statement: change(document.Statement) }) }
  })
}

function without(action: string) {
  return (statements: readonly Statement[]) =>
    statements
      .map((each) => ({ ...each, Action: [each.Action].flat().filter((name) => name !== action) }))
      .filter(({ Action }) => Action.length > 0)
}

const withoutSid = (sid: string) => (statements: readonly Statement[]) =>
  statements.filter((each) => each.Sid !== sid)

const named = (graph: ResourceGraph, type: string, part: string) =>
  first(graph, type, (_, { name }) => name.includes(part))

function ofAlarm(graph: ResourceGraph, dimension: string): ResourceNode {
  return first(graph, TYPES.alarm, (alarm) => alarm.block('dimensions').has(dimension))
}

/** Mistakes in how two resources fit together: each is valid by itself. */
export const JOINED_MISTAKES: readonly GraphMistake[] = [
  {
    mistake: 'the tables of the isolated tier have no routes to the other regions',
    caughtBy: 'admitted-network-has-route',
    says: /no way back from .*isolated.* to 10\.|no way from .* to .*isolated/,
    plant: (graph) =>
      graph.without(
        ({ type, name }) =>
          type === TYPES.route && name.startsWith('peering-') && name.includes('-isolated-'),
      ),
  },
  {
    mistake: 'a secret’s replica is under another region’s key',
    caughtBy: 'key-of-own-region',
    says: /replicas\[us-west-2\]\.kmsKeyId: arn:aws:kms:us-east-1:.*wanted: a key in us-west-2/,
    plant: (graph) =>
      changed(graph, first(graph, TYPES.secret), (values) => {
        const [one, two] = values.replicas as { kmsKeyId: string; region: string }[]
        return {
          ...values,
          replicas: [
            { ...one, kmsKeyId: values.kmsKeyId },
            { ...two, kmsKeyId: one?.kmsKeyId },
          ],
        }
      }),
  },
  {
    mistake: 'the edge’s web ACL is made outside us-east-1',
    caughtBy: 'firewall-scope-fits',
    says: /us-west-2.*global\/webacl/,
    plant: (graph) =>
      changed(graph, first(graph, TYPES.distribution), (values) => ({
        ...values,
        webAclId: String(values.webAclId).replace(':us-east-1:', ':us-west-2:'),
      })),
  },
  {
    mistake: 'the name of the second origin leads where the first does',
    caughtBy: 'second-origin-is-another-region',
    says: /leads from nearest\..* and from next\..* to meridian-/,
    plant: (graph) => {
      const records = graph.ofType(TYPES.record)
      const nearest = records.find(({ name }) => name === 'routing-nearest-asia')
      return changed(graph, named(graph, TYPES.record, 'routing-next-asia'), (values) => ({
        ...values,
        aliases: nearest?.inputs.aliases,
      }))
    },
  },
  {
    mistake: 'a rule of one region names a group of another',
    caughtBy: 'group-reference-in-one-network',
    says: /in ap-northeast-2.*in us-east-1/,
    plant: (graph) => {
      const rule = first(
        graph,
        TYPES.securityIngress,
        (attributes, node) => node.region === 'us-east-1' && attributes.has('referencedSecurityGroupId'),
      )
      const foreign = graph.ofType(TYPES.securityGroup).find(({ region }) => region === 'ap-northeast-2')
      return changed(graph, rule, (values) => ({ ...values, referencedSecurityGroupId: foreign?.id }))
    },
  },
  {
    mistake: 'CloudWatch may not use the key of the topics',
    caughtBy: 'key-policy-allows-use',
    says: /cloudwatch\.amazonaws\.com is not authorized to perform: kms:Decrypt/,
    plant: (graph) =>
      withStatements(graph, named(graph, TYPES.key, 'use1-keys-logs'), withoutSid('PublishAlarms')),
  },
  {
    mistake: 'a load balancer writes its logs under another prefix than the bucket admits',
    caughtBy: 'load-balancer-may-write-logs',
    says: /logdelivery\.elasticloadbalancing\.amazonaws\.com is not authorized to perform: s3:PutObject.*\/elsewhere\//,
    plant: (graph) =>
      changed(graph, first(graph, TYPES.loadBalancer), (values) => ({
        ...values,
        accessLogs: { ...(values.accessLogs as Json), prefix: 'elsewhere' },
      })),
  },
  {
    mistake: 'a rollout may run 100 and must run 100 percent',
    caughtBy: 'rollout-can-replace',
    says: /at most 2 and at least 2 of 2 tasks/,
    plant: (graph) =>
      changed(graph, first(graph, TYPES.service), (values) => ({ ...values, deploymentMaximumPercent: 100 })),
  },
  {
    mistake: 'the edge’s function does not import what it calls',
    caughtBy: 'edge-function-runs',
    says: /cf is not defined/,
    plant: (graph) =>
      changed(graph, first(graph, TYPES.edgeFunction), (values) => ({
        ...values,
        code: String(values.code).replace("import cf from 'cloudfront'", ''),
      })),
  },
  {
    mistake: 'the role that starts a task may read its secret and not the key',
    caughtBy: 'role-may-use-key',
    says: /-execution is not authorized to perform: kms:Decrypt/,
    plant: (graph) =>
      withStatements(
        graph,
        named(graph, TYPES.rolePolicy, 'marketing-api-execution'),
        withoutSid('DecryptSecrets'),
      ),
  },
  {
    mistake: 'an alarm’s dimension is the whole ARN of its load balancer',
    caughtBy: 'alarm-dimension-fits-metric',
    says: /dimensions\.LoadBalancer: arn:aws:elasticloadbalancing.*wanted: app\//,
    plant: (graph) => {
      const alarm = ofAlarm(graph, 'LoadBalancer')
      const balancer = graph.ofType(TYPES.loadBalancer).find(({ region }) => region === alarm.region)
      return changed(graph, alarm, (values) => ({
        ...values,
        dimensions: { ...(values.dimensions as Json), LoadBalancer: balancer?.outputs.arn },
      }))
    },
  },
  {
    mistake: 'the lock of a vault is longer than its recovery points live',
    caughtBy: 'vault-lock-fits-plan',
    says: /\d+ days; wanted: between 365 and/,
    only: 'production',
    plant: (graph) =>
      changed(graph, first(graph, TYPES.vaultLock), (values) => ({ ...values, minRetentionDays: 365 })),
  },
  {
    mistake: 'a network ACL forgets Seoul',
    caughtBy: 'acl-lets-admitted-through',
    says: /nothing for 10\.2\.64\.0\/18 to port 5432/,
    plant: (graph) =>
      changed(
        graph,
        first(graph, TYPES.networkAcl, (_, { region }) => region === 'us-east-1'),
        (values) => ({
          ...values,
          ingress: (values.ingress as { cidrBlock: string }[]).filter(
            ({ cidrBlock }) => !cidrBlock.startsWith('10.2.'),
          ),
        }),
      ),
  },
  {
    mistake: 'the data key lets nobody grant its use',
    caughtBy: 'key-policy-allows-use',
    says: /not authorized to perform: kms:CreateGrant/,
    plant: (graph) =>
      withStatements(graph, named(graph, TYPES.key, 'use1-keys-data'), withoutSid('GrantToServices')),
  },
  {
    mistake: 'the health checkers are shut out of a load balancer',
    caughtBy: 'health-checkers-let-in',
    says: /wanted: the prefix list of the health checkers/,
    plant: (graph) =>
      graph.without(
        ({ type, name }) =>
          type === TYPES.securityIngress && name.includes('use1') && name.endsWith('from-health-checkers'),
      ),
  },
  {
    mistake: 'Lambda may not grant the decryption of a function’s environment',
    caughtBy: 'key-policy-allows-use',
    says: /kms:CreateGrant.*so that Lambda/,
    plant: (graph) =>
      withStatements(graph, named(graph, TYPES.key, 'apne2-keys-logs'), withoutSid('GrantToFunctions')),
  },
  {
    mistake: 'the trail may encrypt and not decrypt, in a bucket with a bucket key',
    caughtBy: 'key-policy-allows-use',
    says: /cloudtrail\.amazonaws\.com is not authorized to perform: kms:Decrypt/,
    only: 'production',
    plant: (graph) =>
      withStatements(graph, named(graph, TYPES.key, 'use1-keys-logs'), (statements) =>
        statements.map((each) =>
          each.Sid === 'WriteTrail' ? { ...each, Action: ['kms:DescribeKey', 'kms:GenerateDataKey*'] } : each,
        ),
      ),
  },
  {
    mistake: 'the trail writes under another prefix than its bucket admits',
    caughtBy: 'trail-may-write',
    says: /cloudtrail\.amazonaws\.com is not authorized to perform: s3:PutObject/,
    only: 'production',
    plant: (graph) =>
      changed(graph, first(graph, TYPES.trail), (values) => ({ ...values, s3KeyPrefix: 'elsewhere' })),
  },
  {
    mistake: 'the role that starts a task may not write its log',
    caughtBy: 'task-may-start',
    says: /-execution is not authorized to perform: logs:CreateLogStream/,
    plant: (graph) =>
      withStatements(graph, named(graph, TYPES.rolePolicy, 'frontend-execution'), withoutSid('WriteLog')),
  },
  {
    mistake: 'the boundary of roles forgets what starting a task takes',
    caughtBy: 'task-may-start',
    says: /no permissions boundary allows the ecr:BatchGetImage action/,
    only: 'production',
    plant: (graph) =>
      withStatements(graph, named(graph, TYPES.managedPolicy, 'boundary'), without('ecr:BatchGetImage')),
  },
  {
    mistake: 'a topic admits budgets and not CloudWatch',
    caughtBy: 'topic-admits-publishers',
    says: /cloudwatch\.amazonaws\.com is not authorized to perform: sns:Publish/,
    plant: (graph) => withStatements(graph, first(graph, TYPES.topicPolicy), withoutSid('TellersPublish')),
  },
  {
    mistake: 'the API’s role may not read again the login that a rotation changes',
    caughtBy: 'role-may-call',
    says: /-marketing-api-task is not authorized to perform: secretsmanager:GetSecretValue on resource: arn:/,
    plant: (graph) =>
      withStatements(graph, named(graph, TYPES.rolePolicy, 'marketing-api-task'), withoutSid('ReadSecrets')),
  },
  {
    mistake: 'the function that rotates may not store what it has drawn',
    caughtBy: 'role-may-call',
    says: /-secret-rotation is not authorized to perform: secretsmanager:PutSecretValue on resource: arn:/,
    plant: (graph) =>
      withStatements(
        graph,
        named(graph, TYPES.rolePolicy, 'use1-secret-rotation'),
        without('secretsmanager:PutSecretValue'),
      ),
  },
  {
    mistake: 'the rules of EventBridge may tell the pager and not the notices',
    caughtBy: 'topic-admits-publishers',
    says: /role\/meridian-findings is not authorized to perform: sns:Publish on resource: arn:aws:sns:.*-alarms-notices/,
    plant: (graph) =>
      withStatements(graph, named(graph, TYPES.rolePolicy, 'findings'), (statements) =>
        statements.map((each) => ({
          ...each,
          Resource: [each.Resource].flat().filter((arn) => !String(arn).endsWith('-notices')),
        })),
      ),
  },
  {
    mistake: 'a load balancer’s certificate does not have the name of the second origin',
    caughtBy: 'certificate-covers-names',
    says: /wanted: a certificate for next\./,
    plant: (graph) =>
      changed(graph, named(graph, TYPES.certificate, 'certificates-usw2'), (values) => ({
        ...values,
        subjectAlternativeNames: (values.subjectAlternativeNames as string[]).filter(
          (name) => !name.startsWith('next.'),
        ),
      })),
  },
  {
    mistake: 'an alarm over a health check stands in Seoul',
    caughtBy: 'global-metric-watched-in-us-east-1',
    says: /AWS\/Route53 in ap-northeast-2/,
    plant: (graph) => {
      const alarm = ofAlarm(graph, 'HealthCheckId')
      return replaced(graph, alarm, { ...alarm, region: 'ap-northeast-2' })
    },
  },
  {
    mistake: 'the edge’s function chooses an origin that does not exist',
    caughtBy: 'edge-function-runs',
    says: /chooses the origin "nearer"/,
    plant: (graph) =>
      changed(graph, first(graph, TYPES.edgeFunction), (values) => ({
        ...values,
        code: String(values.code).replace("'nearest'", "'nearer'"),
      })),
  },
  {
    mistake: 'the bucket of load balancers’ logs is put under a KMS key',
    caughtBy: 'load-balancer-may-write-logs',
    says: /under aws:kms; wanted: a bucket under AES256/,
    plant: (graph) => {
      const [balancer] = graph.ofType(TYPES.loadBalancer)
      const bucket = balancer ? Attributes.of(balancer).block('accessLogs').text('bucket') : ''
      const encryption = first(graph, TYPES.bucketEncryption, (each) => each.text('bucket') === bucket)
      return changed(graph, encryption, (values) => ({
        ...values,
        rules: [{ applyServerSideEncryptionByDefault: { sseAlgorithm: 'aws:kms' } }],
      }))
    },
  },
  {
    mistake: 'a network ACL lets questions in and no answers out',
    caughtBy: 'acl-lets-admitted-through',
    says: /nothing for answers to 10\./,
    plant: (graph) => {
      const [database] = wearersOf(graph).filter(({ node }) => node.type === TYPES.database)
      const acl = first(graph, TYPES.networkAcl, (each) =>
        each.texts('subnetIds').some((subnet) => database?.subnets.includes(subnet)),
      )
      return changed(graph, acl, (values) => ({
        ...values,
        egress: (values.egress as Json[]).map((entry) => ({ ...entry, fromPort: 5432, toPort: 5432 })),
      }))
    },
  },
]
