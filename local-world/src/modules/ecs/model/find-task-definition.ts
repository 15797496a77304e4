import { EcsError } from '../errors.ts'

/** By ARN, `family:revision` or family, as in the API. */
export function findTaskDefinition<Definition extends { arn: string; family: string; revision: number }>(
  definitions: Iterable<Definition>,
  wanted: string,
): Definition {
  const known = [...definitions]
  const found = known.find(
    ({ arn, family, revision }) =>
      wanted === arn ||
      wanted === family ||
      wanted === `${family}:${revision}` ||
      `${wanted}:${revision}` === arn,
  )
  if (found) return found
  throw new EcsError(
    'MERIDIAN_ECS_NOT_FOUND',
    `No task definition is called "${wanted}"; the program has ${known.map(({ arn }) => arn).join(', ') || 'none'}`,
  )
}
