import type { GetCallerIdentityResponse } from '@aws-sdk/client-sts'
import type { WireContext } from '../../../../kernel/wire-service.ts'

/** Shape measured against the SDK: Arn, UserId, Account. */
export const getCallerIdentity =
  () =>
  (_input: object, { principal }: WireContext): GetCallerIdentityResponse => ({
    Account: principal.accountId,
    Arn: principal.arn,
    UserId: principal.userId,
  })
