import type { ListTaskDefinitionsCommandInput, ListTaskDefinitionsResponse } from '@aws-sdk/client-ecs'
import type { WireContext } from '../../../../kernel/wire-service.ts'
import type { EcsControl } from '../context.ts'
import { pageOfArns } from '../lookups.ts'

/** Active revisions unless inactive ones are requested; oldest first unless DESC. */
export const listTaskDefinitions =
  ({ definitions }: EcsControl) =>
  (input: ListTaskDefinitionsCommandInput, { region }: WireContext): ListTaskDefinitionsResponse => {
    const isWantedActive = (input.status ?? 'ACTIVE') === 'ACTIVE'
    const found = definitions.revisions
      .filter((revision) => revision.region === region)
      .filter((revision) => definitions.isActive(revision) === isWantedActive)
      .filter(({ family }) => input.familyPrefix === undefined || family === input.familyPrefix)
      .sort((left, right) => left.family.localeCompare(right.family) || left.revision - right.revision)
      .map(({ arn }) => arn)
    const { arns, nextToken } = pageOfArns(input.sort === 'DESC' ? found.reverse() : found, input)
    return { taskDefinitionArns: arns, nextToken }
  }
