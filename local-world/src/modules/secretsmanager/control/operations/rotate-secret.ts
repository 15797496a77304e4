import { randomUUID } from 'node:crypto'
import type { RotateSecretRequest, RotateSecretResponse } from '@aws-sdk/client-secrets-manager'
import { AwsError, type WireContext } from '../../../../kernel/wire-service.ts'
import type { RotationPlan } from '../../plan/plan.ts'
import type { SecretsManagerControl } from '../context.ts'

/** Configures rotation and, by default, rotates now; the four steps continue after the answer. */
export const rotateSecret =
  ({ store, rotations, clock }: SecretsManagerControl) =>
  (input: RotateSecretRequest, { region }: WireContext): RotateSecretResponse => {
    const { SecretId = '', ClientRequestToken = randomUUID(), RotateImmediately = true } = input
    const before = store.writable(SecretId, region)
    const lambdaArn = input.RotationLambdaARN ?? before.rotation?.lambdaArn
    if (lambdaArn === undefined)
      throw new AwsError(
        'InvalidRequestException',
        'No Lambda rotation function ARN is associated with this secret.',
      )
    const rules = input.RotationRules ? rulesOf(input.RotationRules) : (before.rotation?.rules ?? {})
    if (RotateImmediately && rotations.isRunning(before))
      throw new AwsError(
        'InvalidRequestException',
        "A previous rotation isn't complete. That rotation will be reattempted.",
      )
    const secret = store.rotateBy(SecretId, region, { lambdaArn, rules }, clock.now())
    const { arn: ARN, name: Name } = secret.plan
    if (!RotateImmediately) return { ARN, Name }
    const unfinished = rotations.unfinished(secret)
    // A failed rotation resumes where it stopped, as on AWS, whatever token this request has.
    const versionId = unfinished ?? ClientRequestToken
    rotations.begin(store.announcePending(SecretId, region, versionId, clock.now()), versionId)
    return { ARN, Name, VersionId: versionId }
  }

function rulesOf(rules: NonNullable<RotateSecretRequest['RotationRules']>): RotationPlan['rules'] {
  const { AutomaticallyAfterDays, Duration, ScheduleExpression } = rules
  if (AutomaticallyAfterDays !== undefined && ScheduleExpression !== undefined)
    throw new AwsError(
      'InvalidParameterException',
      "You can't specify both AutomaticallyAfterDays and ScheduleExpression.",
    )
  return {
    ...(AutomaticallyAfterDays !== undefined && { automaticallyAfterDays: AutomaticallyAfterDays }),
    ...(Duration !== undefined && { duration: Duration }),
    ...(ScheduleExpression !== undefined && { scheduleExpression: ScheduleExpression }),
  }
}
