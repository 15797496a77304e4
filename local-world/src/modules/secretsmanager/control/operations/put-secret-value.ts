import { randomUUID } from 'node:crypto'
import type { PutSecretValueCommandInput, PutSecretValueResponse } from '@aws-sdk/client-secrets-manager'
import { AwsError, type WireContext } from '../../../../kernel/wire-service.ts'
import { CURRENT } from '../../model/staging.ts'
import type { SecretsManagerControl } from '../context.ts'

const MOST_BYTES = 65_536

export const putSecretValue =
  ({ store, clock, journal }: SecretsManagerControl) =>
  (input: PutSecretValueCommandInput, { region }: WireContext): PutSecretValueResponse => {
    if (input.SecretString !== undefined && input.SecretBinary !== undefined)
      throw new AwsError(
        'InvalidParameterException',
        "You can't specify both a binary secret value and a string secret value in the same secret.",
      )
    if (Buffer.byteLength(input.SecretString ?? '') > MOST_BYTES)
      throw new AwsError(
        'InvalidParameterException',
        `The secret value is too long: at most ${MOST_BYTES} bytes are allowed.`,
      )
    if (input.SecretString === undefined) {
      throw new AwsError(
        'InvalidParameterException',
        'You must provide SecretString; binary secrets are not kept here.',
      )
    }
    const value = {
      id: input.ClientRequestToken ?? randomUUID(),
      secretString: input.SecretString,
      stages: input.VersionStages?.length ? input.VersionStages : [CURRENT],
    }
    const version = store.put(input.SecretId ?? '', region, value, clock.now())
    const { plan } = store.find(input.SecretId ?? '', region)
    journal.record({ module: 'secretsmanager', event: 'secret value changed', subject: plan.name, region })
    return { ARN: plan.arn, Name: plan.name, VersionId: version.id, VersionStages: [...version.stages] }
  }
