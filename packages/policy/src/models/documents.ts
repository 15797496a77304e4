import type { ResourceGraph } from '@meridian/resource-graph'
import { documentsOf, isRecord, listOf, parseDocument, type StatedDocument } from '../read/statements.ts'
import type { Finding } from '../rule.ts'
import { IAM_PREFIXES, isOnlyInIam } from './iam-actions.ts'
import type { ModelSource } from './shape.ts'

type Statement = Readonly<Record<string, unknown>>
type Report = (breach: DocumentBreach, path: string, seen: unknown, wanted: string) => void

/** How a policy document differs from what IAM accepts. */
export type DocumentBreach = 'json' | 'element' | 'principal' | 'arn' | 'action' | 'size'

/** Ids by which waivers name document findings. */
export const DOCUMENT_BREACHES: readonly DocumentBreach[] = [
  'json',
  'element',
  'principal',
  'arn',
  'action',
  'size',
]

const DOCUMENT_ELEMENTS = ['Version', 'Id', 'Statement']
const STATEMENT_ELEMENTS = [
  'Sid',
  'Effect',
  'Principal',
  'NotPrincipal',
  'Action',
  'NotAction',
  'Resource',
  'NotResource',
  'Condition',
]
const VERSION = '2012-10-17'
const ARN =
  /^arn:(aws|aws-cn|aws-us-gov|\*):[a-z0-9*-]+:([a-z]{2}(-[a-z]+)+-\d|\*)?:(\d{12}|aws|cloudfront|\*)?:.+$/
const ACTION = /^([a-z0-9-]+):[A-Za-z0-9*?]+$/

/** Longest document, in characters without white space, as IAM and the services count. */
const SIZES: Readonly<Record<string, number>> = {
  'aws:cloudwatch/logResourcePolicy:LogResourcePolicy policyDocument': 5120,
  'aws:ecr/registryPolicy:RegistryPolicy policy': 10_240,
  'aws:ecr/repositoryPolicy:RepositoryPolicy policy': 10_240,
  'aws:iam/policy:Policy policy': 6144,
  'aws:iam/role:Role assumeRolePolicy': 2048,
  'aws:iam/rolePolicy:RolePolicy policy': 10_240,
  'aws:kms/key:Key policy': 32_768,
  'aws:s3/bucketPolicy:BucketPolicy policy': 20_480,
  'aws:secretsmanager/secretPolicy:SecretPolicy policy': 20_480,
  'aws:sns/topicPolicy:TopicPolicy policy': 30_720,
}

/** Reads every policy document of a graph as IAM would, and returns what it would refuse. */
export function checkDocuments(graph: ResourceGraph, sources: readonly ModelSource[]): readonly Finding[] {
  return [
    ...documentsOf(graph).flatMap((document) => findingsIn(document, sources)),
    ...rolesWithTooMuch(documentsOf(graph)),
  ]
}

function findingsIn(document: StatedDocument, sources: readonly ModelSource[]): readonly Finding[] {
  const findings: Finding[] = []
  const report: Report = (breach, path, seen, wanted) =>
    findings.push(findingOf(document.node.urn, breach, path, seen, wanted))
  const parsed = parseDocument(document.text)
  if (!parsed) {
    report('json', document.property, document.text, 'a JSON object')
    return findings
  }
  const size = sizeOf(document.text)
  const most = SIZES[`${document.node.type} ${document.property}`]
  if (most !== undefined && size > most)
    report('size', document.property, `${size} characters`, `${most} at most`)
  for (const element of Object.keys(parsed))
    if (!DOCUMENT_ELEMENTS.includes(element))
      report('element', `${document.property}.${element}`, element, DOCUMENT_ELEMENTS.join(', '))
  if (parsed.Version !== VERSION) report('element', `${document.property}.Version`, parsed.Version, VERSION)
  const statements = Array.isArray(parsed.Statement) ? parsed.Statement : [parsed.Statement]
  for (const [index, statement] of statements.entries()) {
    const path = `${document.property}.Statement[${index}]`
    if (isRecord(statement)) checkStatement(document, statement, path, report, sources)
    else report('element', path, statement, 'a statement')
  }
  return findings
}

function checkStatement(
  { kind }: StatedDocument,
  statement: Statement,
  path: string,
  report: Report,
  sources: readonly ModelSource[],
): void {
  for (const element of Object.keys(statement))
    if (!STATEMENT_ELEMENTS.includes(element))
      report('element', `${path}.${element}`, element, STATEMENT_ELEMENTS.join(', '))
  if (!['Allow', 'Deny'].includes(String(statement.Effect)))
    report('element', `${path}.Effect`, statement.Effect, 'Allow or Deny')
  if (kind !== 'resource' && !/^[A-Za-z0-9]*$/.test(String(statement.Sid ?? '')))
    report('element', `${path}.Sid`, statement.Sid, 'letters and digits')

  const namesSomebody = 'Principal' in statement || 'NotPrincipal' in statement
  if (kind === 'identity' && namesSomebody)
    report('principal', `${path}.Principal`, 'given', 'absent: the role is who')
  if (kind !== 'identity' && !namesSomebody) report('principal', `${path}.Principal`, undefined, 'who may')
  if (kind === 'identity' && !('Resource' in statement || 'NotResource' in statement))
    report('element', `${path}.Resource`, undefined, 'ARNs')
  if (kind === 'trust' && 'Resource' in statement)
    report('element', `${path}.Resource`, statement.Resource, 'absent: the role is what')

  const actions = [...listOf(statement.Action), ...listOf(statement.NotAction)]
  if (actions.length === 0) report('element', `${path}.Action`, undefined, 'actions')
  for (const action of actions) {
    const wrong = problemOfAction(action, sources)
    if (wrong) report('action', `${path}.Action`, action, wrong)
  }
  for (const resource of [...listOf(statement.Resource), ...listOf(statement.NotResource)])
    if (resource !== '*' && !ARN.test(resource))
      report('arn', `${path}.Resource`, resource, 'arn:aws:service:region:account:resource')
  if ('Condition' in statement && !isRecord(statement.Condition))
    report('element', `${path}.Condition`, statement.Condition, 'operators')
}

/** What is wrong with an action's name; undefined when no problem is known. */
function problemOfAction(action: string, sources: readonly ModelSource[]): string | undefined {
  if (action === '*') return undefined
  const prefix = ACTION.exec(action)?.[1]
  if (!prefix) return 'service:Action'
  if (!IAM_PREFIXES.includes(prefix)) return 'a service that IAM knows'
  const name = action.slice(prefix.length + 1)
  if (/[*?]/.test(name) || isOnlyInIam(action)) return undefined
  const known = sources
    .map((source) => source.operations?.(prefix))
    .find((operations) => operations !== undefined)
  return !known || known.has(name) ? undefined : `an action of ${prefix}`
}

/** A role's inline policies count together. */
function rolesWithTooMuch(documents: readonly StatedDocument[]): readonly Finding[] {
  const inline = documents.filter(({ node }) => node.type === 'aws:iam/rolePolicy:RolePolicy')
  return [...Map.groupBy(inline, ({ node }) => String(node.inputs.role ?? node.outputs.role))].flatMap(
    ([role, policies]) => {
      const size = policies.reduce((sum, { text }) => sum + sizeOf(text), 0)
      const [first] = policies
      if (!first || policies.length < 2 || size <= 10_240) return []
      return [
        findingOf(
          first.node.urn,
          'size',
          'policy',
          `${size} characters in ${policies.length} policies of ${role}`,
          '10240 at most',
        ),
      ]
    },
  )
}

function findingOf(
  resource: string,
  breach: DocumentBreach,
  property: string,
  seen: unknown,
  wanted: string,
): Finding {
  return {
    rule: `document-${breach}`,
    severity: 'critical',
    resource,
    property,
    seen: seen === undefined ? 'absent' : String(seen).slice(0, 120),
    wanted,
    nextStep: 'IAM would refuse the document, or take it and grant nothing; correct it.',
  }
}

function sizeOf(text: string): number {
  const parsed = parseDocument(text)
  return (parsed ? JSON.stringify(parsed) : text).length
}
