import type { RegionId } from '@meridian/topology'
import { UnexpectedArnError } from '../errors.ts'

const REGION_FIELD = 3

/** The same ARN in another region: this is how Secrets Manager names the replica of a secret. */
export function arnInRegion(arn: string, home: RegionId, region: RegionId): string {
  const fields = arn.split(':')
  if (fields[REGION_FIELD] !== home)
    throw new UnexpectedArnError(`"${arn}" names region "${fields[REGION_FIELD] ?? ''}"; wanted ${home}`)
  return fields.with(REGION_FIELD, region).join(':')
}
