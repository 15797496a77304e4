import type { AssumeRoleRequest, AssumeRoleResponse } from '@aws-sdk/client-sts'
import { AwsError, type WireContext } from '../../../../kernel/wire-service.ts'
import type { StsControl } from '../context.ts'

const ROLE_TYPE = 'aws:iam/role:Role'
const DEFAULT_DURATION_SECONDS = 3_600

/** Any caller may assume any role of the program: trust policies are not evaluated. */
export const assumeRole =
  ({ graph, trust }: StsControl) =>
  (request: AssumeRoleRequest, { principal }: WireContext): AssumeRoleResponse => {
    const { RoleArn = '', RoleSessionName = '', DurationSeconds = DEFAULT_DURATION_SECONDS } = request
    const isRole = graph.nodes.some(({ type, outputs }) => type === ROLE_TYPE && outputs.arn === RoleArn)
    if (!isRole)
      throw new AwsError(
        'AccessDenied',
        `User: ${principal.arn} is not authorized to perform: sts:AssumeRole on resource: ${RoleArn}`,
        403,
      )
    const session = trust.keys.issueSession({
      roleArn: RoleArn,
      sessionName: RoleSessionName,
      lastsMs: DurationSeconds * 1_000,
    })
    return {
      Credentials: {
        AccessKeyId: session.accessKeyId,
        SecretAccessKey: session.secretAccessKey,
        SessionToken: session.sessionToken,
        Expiration: new Date(session.expiresAtMs),
      },
      AssumedRoleUser: { Arn: session.principal.arn, AssumedRoleId: session.principal.userId },
    }
  }
