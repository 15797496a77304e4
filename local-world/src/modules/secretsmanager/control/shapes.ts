import type { DescribeSecretResponse } from '@aws-sdk/client-secrets-manager'
import type { RegionId } from '@meridian/topology'
import { tagList } from '../../../kernel/tags.ts'
import type { StoredSecret } from '../model/secret-store.ts'
import { inRegion, type RotationRules } from '../plan/plan.ts'

const MS = { day: 86_400_000, hour: 3_600_000 } as const
const RATE = /^rate\((\d+) (day|hour)s?\)$/

/** The members that DescribeSecret and ListSecrets share, as seen from a region. */
export function commonShape(secret: StoredSecret, region: RegionId) {
  const { plan } = secret
  return {
    ARN: inRegion(plan.arn, region),
    Name: plan.name,
    Description: plan.description,
    PrimaryRegion: plan.region,
    CreatedDate: new Date(secret.createdAtMs),
    LastChangedDate: new Date(secret.changedAtMs),
    Tags: tagList(plan.tags),
    ...keyShape(plan, region),
    ...rotationShape(secret),
  } satisfies DescribeSecretResponse
}

/** Empty for a secret with the AWS-managed key. */
function keyShape({ kmsKeyId, region: home, replicaKeys }: StoredSecret['plan'], region: RegionId) {
  const key = region === home ? kmsKeyId : replicaKeys[region]
  return key ? { KmsKeyId: key } : {}
}

function rotationShape(secret: StoredSecret): DescribeSecretResponse {
  const { createdAtMs, isRotationEnabled, lastRotatedAtMs, rotation } = secret
  if (!rotation) return {}
  const { automaticallyAfterDays, duration, scheduleExpression } = rotation.rules
  const everyMs = intervalMs(rotation.rules)
  return {
    RotationEnabled: isRotationEnabled,
    RotationLambdaARN: rotation.lambdaArn,
    RotationRules: {
      ...(automaticallyAfterDays !== undefined && { AutomaticallyAfterDays: automaticallyAfterDays }),
      ...(duration !== undefined && { Duration: duration }),
      ...(scheduleExpression !== undefined && { ScheduleExpression: scheduleExpression }),
    },
    ...(lastRotatedAtMs !== undefined && { LastRotatedDate: new Date(lastRotatedAtMs) }),
    ...(isRotationEnabled &&
      everyMs !== undefined && { NextRotationDate: new Date((lastRotatedAtMs ?? createdAtMs) + everyMs) }),
  }
}

/** Undefined for a cron schedule. */
function intervalMs({ automaticallyAfterDays, scheduleExpression = '' }: RotationRules): number | undefined {
  if (automaticallyAfterDays !== undefined) return automaticallyAfterDays * MS.day
  const [, count, unit] = RATE.exec(scheduleExpression) ?? []
  return count === undefined ? undefined : Number(count) * MS[unit as keyof typeof MS]
}
