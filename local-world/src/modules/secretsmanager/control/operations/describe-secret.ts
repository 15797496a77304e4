import type { DescribeSecretCommandInput, DescribeSecretResponse } from '@aws-sdk/client-secrets-manager'
import type { WireContext } from '../../../../kernel/wire-service.ts'
import type { StoredSecret } from '../../model/secret-store.ts'
import { inRegion } from '../../plan/plan.ts'
import type { SecretsManagerControl } from '../context.ts'
import { replicationStatus } from '../replicas.ts'

export const describeSecret =
  ({ store }: SecretsManagerControl) =>
  (input: DescribeSecretCommandInput, context: WireContext): DescribeSecretResponse => {
    const secret = store.find(input.SecretId ?? '', context.region)
    return {
      ARN: inRegion(secret.plan.arn, context.region),
      Name: secret.plan.name,
      Description: secret.plan.description,
      PrimaryRegion: secret.plan.region,
      CreatedDate: new Date(secret.createdAtMs),
      LastChangedDate: new Date(secret.changedAtMs),
      VersionIdsToStages: Object.fromEntries(secret.versions.map(({ id, stages }) => [id, [...stages]])),
      ReplicationStatus: replicationStatus(secret, context.region),
      ...rotationOf(secret),
    }
  }

function rotationOf({ rotation, isRotationEnabled, lastRotatedAtMs }: StoredSecret): DescribeSecretResponse {
  if (!rotation) return {}
  const { automaticallyAfterDays, duration, scheduleExpression } = rotation.rules
  return {
    RotationEnabled: isRotationEnabled,
    RotationLambdaARN: rotation.lambdaArn,
    RotationRules: {
      ...(automaticallyAfterDays !== undefined && { AutomaticallyAfterDays: automaticallyAfterDays }),
      ...(duration !== undefined && { Duration: duration }),
      ...(scheduleExpression !== undefined && { ScheduleExpression: scheduleExpression }),
    },
    ...(lastRotatedAtMs !== undefined && { LastRotatedDate: new Date(lastRotatedAtMs) }),
  }
}
