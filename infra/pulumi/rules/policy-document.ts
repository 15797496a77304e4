/** An IAM policy document, in the form that the AWS console shows. */
export interface PolicyDocument {
  readonly Version: '2012-10-17'
  readonly Statement: readonly PolicyStatement[]
}

/** Operator, then condition key, then the value to compare the key with. */
export type Conditions = Readonly<Record<string, Readonly<Record<string, string | readonly string[]>>>>

type Principal =
  | '*'
  | { readonly Service: string | readonly string[] }
  | { readonly AWS: string | readonly string[] }
  | { readonly Federated: string }

export interface PolicyStatement {
  readonly Sid: string
  readonly Effect: 'Allow' | 'Deny'
  readonly Action: readonly string[]
  readonly Resource?: readonly string[]
  readonly Principal?: Principal
  readonly Condition?: Conditions
}

export function policyDocument(...statements: readonly PolicyStatement[]): PolicyDocument {
  return { Version: '2012-10-17', Statement: statements }
}

/** A statement of an identity's policy. */
export function allow(
  sid: string,
  actions: readonly string[],
  resources: readonly string[],
  conditions?: Conditions,
): PolicyStatement {
  return {
    Sid: sid,
    Effect: 'Allow',
    Action: actions,
    Resource: resources,
    ...(conditions && { Condition: conditions }),
  }
}

/** A role's trust policy: an AWS service, limited to this account's behalf by conditions that the service supports. */
export function assumedByService(service: string, conditions?: Conditions): PolicyDocument {
  return policyDocument({
    Sid: 'ServiceAssumes',
    Effect: 'Allow',
    Action: ['sts:AssumeRole'],
    Principal: { Service: service },
    ...(conditions && { Condition: conditions }),
  })
}

/** The first statement of a bucket policy: no access without TLS. */
export function refuseCleartext(bucketArn: string): PolicyStatement {
  return {
    Sid: 'RefuseCleartext',
    Effect: 'Deny',
    Principal: '*',
    Action: ['s3:*'],
    Resource: [bucketArn, `${bucketArn}/*`],
    Condition: { Bool: { 'aws:SecureTransport': 'false' } },
  }
}
