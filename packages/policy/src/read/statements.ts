import { Attributes, type ResourceGraph, type ResourceNode } from '@meridian/resource-graph'

/** What a policy document governs: an identity's permissions, who may assume a role, or who may use a resource. */
export type DocumentKind = 'identity' | 'trust' | 'resource'

/** A policy document where the program states it. */
export interface StatedDocument {
  readonly node: ResourceNode
  readonly kind: DocumentKind
  readonly property: string
  readonly text: string
}

/** One statement of a policy document, with lists where AWS accepts one or many. */
export interface StatedStatement {
  readonly node: ResourceNode
  readonly kind: DocumentKind
  /** Such as `policy.Statement[2]`. */
  readonly path: string
  readonly isAllow: boolean
  readonly actions: readonly string[]
  readonly resources: readonly string[]
  /** `Service:ecs-tasks.amazonaws.com`, `AWS:*`, or `*`. */
  readonly principals: readonly string[]
  /** `NotAction`, `NotResource`, `NotPrincipal`, when used. */
  readonly negations: readonly string[]
  readonly conditions: Readonly<Record<string, Readonly<Record<string, unknown>>>>
}

/** The properties of each type that hold a policy document. */
const PLACES: Readonly<Record<string, readonly (readonly [property: string, kind: DocumentKind])[]>> = {
  'aws:backup/vaultPolicy:VaultPolicy': [['policy', 'resource']],
  'aws:cloudwatch/logResourcePolicy:LogResourcePolicy': [['policyDocument', 'resource']],
  'aws:ec2/vpcEndpoint:VpcEndpoint': [['policy', 'resource']],
  'aws:ecr/registryPolicy:RegistryPolicy': [['policy', 'resource']],
  'aws:ecr/repositoryPolicy:RepositoryPolicy': [['policy', 'resource']],
  'aws:iam/policy:Policy': [['policy', 'identity']],
  'aws:iam/role:Role': [['assumeRolePolicy', 'trust']],
  'aws:iam/rolePolicy:RolePolicy': [['policy', 'identity']],
  'aws:kms/key:Key': [['policy', 'resource']],
  'aws:kms/replicaKey:ReplicaKey': [['policy', 'resource']],
  'aws:s3/bucketPolicy:BucketPolicy': [['policy', 'resource']],
  'aws:secretsmanager/secret:Secret': [['policy', 'resource']],
  'aws:secretsmanager/secretPolicy:SecretPolicy': [['policy', 'resource']],
  'aws:sns/topicPolicy:TopicPolicy': [['policy', 'resource']],
  'aws:sqs/queuePolicy:QueuePolicy': [['policy', 'resource']],
}

/** Every policy document that the program states, as text. */
export function documentsOf(graph: ResourceGraph): readonly StatedDocument[] {
  return Object.entries(PLACES).flatMap(([type, places]) =>
    graph.ofType(type).flatMap((node) =>
      places.flatMap(([property, kind]) => {
        const text = Attributes.of(node).text(property)
        return text === '' ? [] : [{ node, kind, property, text }]
      }),
    ),
  )
}

/** Every statement of these kinds; documents that are not JSON have none (another check reports them). */
export function statementsOf(
  graph: ResourceGraph,
  ...kinds: readonly DocumentKind[]
): readonly StatedStatement[] {
  return documentsOf(graph)
    .filter(({ kind }) => kinds.includes(kind))
    .flatMap(readStatements)
}

/** The parsed document; undefined when it is not a JSON object. */
export function parseDocument(text: string): Readonly<Record<string, unknown>> | undefined {
  try {
    const value: unknown = JSON.parse(text)
    return isRecord(value) ? value : undefined
  } catch {
    return undefined
  }
}

/** One or many, as a list. */
export function listOf(value: unknown): readonly string[] {
  if (value === undefined) return []
  return (Array.isArray(value) ? value : [value]).map(String)
}

export function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function readStatements({ node, kind, property, text }: StatedDocument): readonly StatedStatement[] {
  const statement = parseDocument(text)?.Statement
  const statements = Array.isArray(statement) ? statement : [statement]
  return statements.filter(isRecord).map((each, index) => ({
    node,
    kind,
    path: `${property}.Statement[${index}]`,
    isAllow: each.Effect === 'Allow',
    actions: listOf(each.Action),
    resources: listOf(each.Resource),
    principals: principalsOf(each.Principal),
    negations: ['NotAction', 'NotResource', 'NotPrincipal'].filter((element) => element in each),
    conditions: (isRecord(each.Condition) ? each.Condition : {}) as StatedStatement['conditions'],
  }))
}

function principalsOf(principal: unknown): readonly string[] {
  if (!isRecord(principal)) return listOf(principal)
  return Object.entries(principal).flatMap(([kind, names]) => listOf(names).map((name) => `${kind}:${name}`))
}
