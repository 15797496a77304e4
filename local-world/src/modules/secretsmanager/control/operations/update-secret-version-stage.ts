import type {
  UpdateSecretVersionStageRequest,
  UpdateSecretVersionStageResponse,
} from '@aws-sdk/client-secrets-manager'
import type { WireContext } from '../../../../kernel/wire-service.ts'
import type { SecretsManagerControl } from '../context.ts'

/** The last step of a rotation: AWSCURRENT moves to the version that was AWSPENDING. */
export const updateSecretVersionStage =
  ({ store, clock, journal }: SecretsManagerControl) =>
  (input: UpdateSecretVersionStageRequest, { region }: WireContext): UpdateSecretVersionStageResponse => {
    const { MoveToVersionId: to, RemoveFromVersionId: from, SecretId = '', VersionStage: stage = '' } = input
    const { plan } = store.moveStage(SecretId, region, { stage, from, to }, clock.now())
    journal.record({
      module: 'secretsmanager',
      event: 'secret label moved',
      subject: plan.name,
      region,
      detail: { stage, from, to },
    })
    return { ARN: plan.arn, Name: plan.name }
  }
