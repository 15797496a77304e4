import { PROJECT, REGION_IDS } from '@meridian/topology'
import { allow, type PolicyDocument, type PolicyStatement, policyDocument } from '../policy-document.ts'

/** By type of resource: the calls that create, change, tag and delete it. */
export type Writes = Readonly<Record<string, readonly string[]>>

/** Services whose rights end at the names of this project: they hold data, secrets or code. */
const NAMED: Readonly<Record<string, (accountId: string) => readonly string[]>> = {
  ecr: (accountId) => [`arn:aws:ecr:*:${accountId}:repository/${PROJECT}/*`],
  // Synthetics calls a canary's function cwsyn-…
  lambda: (accountId) =>
    ['function:', 'function:cwsyn-', 'layer:cwsyn-'].map(
      (kind) => `arn:aws:lambda:*:${accountId}:${kind}${PROJECT}-*`,
    ),
  s3: () => [`arn:aws:s3:::${PROJECT}-*`],
  secretsmanager: (accountId) => [`arn:aws:secretsmanager:*:${accountId}:secret:${PROJECT}/*`],
  sns: (accountId) => [`arn:aws:sns:*:${accountId}:${PROJECT}-*`],
}

/** Calls of those services that concern the account, or that name nothing yet. */
const UNNAMED = ['ecr:PutReplicationConfiguration', 's3:PutAccountPublicAccessBlock']

/** A policy that allows these writes in the system's regions and, where names are known, only on this project's resources. */
export function writesPolicy(writes: Writes, accountId: string): PolicyDocument {
  const actions = [...new Set(Object.values(writes).flat())].sort()
  const serviceOf = (action: string) => action.slice(0, action.indexOf(':'))
  const isNamed = (action: string) => NAMED[serviceOf(action)] !== undefined && !UNNAMED.includes(action)
  const byService = Map.groupBy(actions.filter(isNamed), serviceOf)
  const others = actions.filter((action) => !isNamed(action))
  return policyDocument(
    ...[...byService].map(([service, its]) =>
      inRegions(`Named${service}`, its, NAMED[service]?.(accountId) ?? []),
    ),
    ...(others.length === 0 ? [] : [inRegions('InTheRegionsOfTheSystem', others, ['*'])]),
  )
}

/** What has no region, as IAM, Route 53 and CloudFront, counts as us-east-1. */
const inRegions = (sid: string, actions: readonly string[], resources: readonly string[]): PolicyStatement =>
  allow(sid, actions, resources, { StringEquals: { 'aws:RequestedRegion': REGION_IDS } })
