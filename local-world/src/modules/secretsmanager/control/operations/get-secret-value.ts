import type { GetSecretValueCommandInput, GetSecretValueResponse } from '@aws-sdk/client-secrets-manager'
import type { WireContext } from '../../../../kernel/wire-service.ts'
import { inRegion } from '../../plan/plan.ts'
import type { SecretsManagerControl } from '../context.ts'

export const getSecretValue =
  ({ store }: SecretsManagerControl) =>
  (input: GetSecretValueCommandInput, { region }: WireContext): GetSecretValueResponse => {
    const secret = store.find(input.SecretId ?? '', region)
    const version = store.version(secret, { versionId: input.VersionId, stage: input.VersionStage })
    return {
      ARN: inRegion(secret.plan.arn, region),
      Name: secret.plan.name,
      VersionId: version.id,
      SecretString: version.secretString,
      VersionStages: [...version.stages],
      CreatedDate: new Date(version.createdAtMs),
    }
  }
