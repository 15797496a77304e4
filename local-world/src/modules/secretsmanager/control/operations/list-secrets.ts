import type { ListSecretsCommandInput, ListSecretsResponse } from '@aws-sdk/client-secrets-manager'
import { pageOf } from '../../../../kernel/page.ts'
import { AwsError, type WireContext } from '../../../../kernel/wire-service.ts'
import type { SecretsManagerControl } from '../context.ts'
import { commonShape } from '../shapes.ts'

const PAGE_SIZE = 100

/** Only the filter `name` (a prefix) is honoured. */
export const listSecrets =
  ({ store }: SecretsManagerControl) =>
  (input: ListSecretsCommandInput, { region }: WireContext): ListSecretsResponse => {
    const prefixes = input.Filters?.find((filter) => filter.Key === 'name')?.Values ?? ['']
    const secrets = store
      .inRegion(region)
      .filter(({ plan }) => prefixes.some((prefix) => plan.name.startsWith(prefix)))
    const { MaxResults: size = PAGE_SIZE, NextToken: token } = input
    const { items, next } = pageOf(
      secrets,
      { size, token },
      () => new AwsError('InvalidNextTokenException', 'The next token is not valid.'),
    )
    return {
      NextToken: next,
      SecretList: items.map((secret) => ({
        ...commonShape(secret, region),
        SecretVersionsToStages: Object.fromEntries(
          secret.versions.map(({ id, stages }) => [id, [...stages]]),
        ),
      })),
    }
  }
