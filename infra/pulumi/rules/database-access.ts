import { allow, type PolicyDocument, policyDocument } from './policy-document.ts'

/** A cluster as IAM knows it. */
export interface KnownCluster {
  readonly region: string
  readonly accountId: string
  readonly resourceId: string
}

/** Lets people log in as one database user, at these clusters. */
export function loginAs(user: string, clusters: readonly KnownCluster[]): PolicyDocument {
  return policyDocument(
    allow(
      'LogInAsOneUser',
      ['rds-db:connect'],
      clusters.map(
        ({ region, accountId, resourceId }) =>
          `arn:aws:rds-db:${region}:${accountId}:dbuser:${resourceId}/${user}`,
      ),
    ),
  )
}

/** Trusts the account's own people who logged in with MFA, as far as their policies allow. */
export function assumedByPeople(accountId: string): PolicyDocument {
  return policyDocument({
    Sid: 'PeopleAssume',
    Effect: 'Allow',
    Action: ['sts:AssumeRole'],
    Principal: { AWS: `arn:aws:iam::${accountId}:root` },
    Condition: { Bool: { 'aws:MultiFactorAuthPresent': 'true' } },
  })
}
