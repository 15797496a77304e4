import type { ListSecretsCommandInput, ListSecretsResponse } from '@aws-sdk/client-secrets-manager'
import type { WireContext } from '../../../../kernel/wire-service.ts'
import { inRegion } from '../../plan/plan.ts'
import type { SecretsManagerControl } from '../context.ts'

/** All in one page; of the filters only `name` (a prefix) is honoured. */
export const listSecrets =
  ({ store }: SecretsManagerControl) =>
  (input: ListSecretsCommandInput, { region }: WireContext): ListSecretsResponse => {
    const prefixes = input.Filters?.find((filter) => filter.Key === 'name')?.Values ?? ['']
    const secrets = store
      .inRegion(region)
      .filter(({ plan }) => prefixes.some((prefix) => plan.name.startsWith(prefix)))
    return {
      SecretList: secrets.map(({ plan, createdAtMs, changedAtMs, versions }) => ({
        ARN: inRegion(plan.arn, region),
        Name: plan.name,
        Description: plan.description,
        PrimaryRegion: plan.region,
        CreatedDate: new Date(createdAtMs),
        LastChangedDate: new Date(changedAtMs),
        SecretVersionsToStages: Object.fromEntries(versions.map(({ id, stages }) => [id, [...stages]])),
      })),
    }
  }
