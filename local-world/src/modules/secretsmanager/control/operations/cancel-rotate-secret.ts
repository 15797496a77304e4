import type { CancelRotateSecretRequest, CancelRotateSecretResponse } from '@aws-sdk/client-secrets-manager'
import type { WireContext } from '../../../../kernel/wire-service.ts'
import { PENDING } from '../../model/staging.ts'
import type { SecretsManagerControl } from '../context.ts'

/** Turns rotation off; the function stays configured, and a pending version stays pending. */
export const cancelRotateSecret =
  ({ store, clock }: SecretsManagerControl) =>
  ({ SecretId = '' }: CancelRotateSecretRequest, { region }: WireContext): CancelRotateSecretResponse => {
    const { plan, versions } = store.rotateBy(SecretId, region, undefined, clock.now())
    const pending = versions.find(({ stages }) => stages.includes(PENDING))
    return { ARN: plan.arn, Name: plan.name, ...(pending && { VersionId: pending.id }) }
  }
