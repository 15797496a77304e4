import type { DescribeSecretCommandInput, DescribeSecretResponse } from '@aws-sdk/client-secrets-manager'
import type { WireContext } from '../../../../kernel/wire-service.ts'
import type { SecretsManagerControl } from '../context.ts'
import { replicationStatus } from '../replicas.ts'
import { commonShape } from '../shapes.ts'

export const describeSecret =
  ({ store }: SecretsManagerControl) =>
  (input: DescribeSecretCommandInput, context: WireContext): DescribeSecretResponse => {
    const secret = store.find(input.SecretId ?? '', context.region)
    return {
      ...commonShape(secret, context.region),
      VersionIdsToStages: Object.fromEntries(secret.versions.map(({ id, stages }) => [id, [...stages]])),
      ReplicationStatus: replicationStatus(secret, context.region),
    }
  }
