import type {
  ChangeResourceRecordSetsRequest,
  ChangeResourceRecordSetsResponse,
  ResourceRecordSet,
} from '@aws-sdk/client-route-53'
import { isRegionId } from '@meridian/topology'
import { AwsError } from '../../../../kernel/wire-service.ts'
import { oversize } from '../../model/batch-size.ts'
import { type Change, InvalidChangeError } from '../../model/changes.ts'
import { fromApiName } from '../../model/names.ts'
import { requestProblem, SERVED_TYPES } from '../../model/record-rules.ts'
import type { RecordSet, RoutingPolicy, Zone } from '../../model/zone.ts'
import type { ChangeRecord } from '../../model/zone-store.ts'
import { healthCheckOrError, invalidInput, zoneOrError } from '../aws-errors.ts'
import type { Route53Control } from '../context.ts'
import { changeShape } from '../shapes.ts'

/** AWS promises INSYNC "generally within 60 seconds"; until then the name servers give the old answers. */
const CHANGE_SPREADS_MS = 30_000
/** For this long a zone accepts no second change. [guess: AWS documents no processing time] */
const CHANGE_IS_PROCESSED_MS = 500

/** Makes all changes of the batch or none; answers change once it has propagated. */
export const changeResourceRecordSets =
  (control: Route53Control) =>
  ({ HostedZoneId, ChangeBatch }: ChangeResourceRecordSetsRequest): ChangeResourceRecordSetsResponse => {
    const zone = zoneOrError(control.store, HostedZoneId ?? '')
    const changes = (ChangeBatch?.Changes ?? []).map(
      (change): Change => ({
        action: change.Action ?? 'UPSERT',
        record: recordSetOf(change.ResourceRecordSet),
      }),
    )
    for (const { action, record } of changes) if (action !== 'DELETE') refuseRequest(control, record)
    const tooMuch = oversize(changes)
    if (tooMuch) throw new AwsError('InvalidChangeBatch', `[${tooMuch}]`)
    if (control.processing.has(zone.id))
      throw new AwsError(
        'PriorRequestNotComplete',
        'The request was rejected because Route 53 was still processing a prior request.',
      )
    return { ChangeInfo: changeShape(accept(control, zone, changes, ChangeBatch?.Comment ?? '')) }
  }

function accept(
  { store, clock, processing, timeScale }: Route53Control,
  zone: Zone,
  changes: readonly Change[],
  comment: string,
): ChangeRecord {
  try {
    const record = store.apply(zone, changes, comment, clock.now())
    processing.add(zone.id)
    clock.after(CHANGE_IS_PROCESSED_MS * timeScale, () => processing.delete(zone.id))
    clock.after(CHANGE_SPREADS_MS * timeScale, () => store.spread(record.id))
    return record
  } catch (error) {
    if (error instanceof InvalidChangeError) throw new AwsError('InvalidChangeBatch', error.message)
    throw error
  }
}

/** Refuses what no zone could accept. */
function refuseRequest({ plan }: Route53Control, record: RecordSet): void {
  if (!SERVED_TYPES.includes(record.type))
    throw new AwsError(
      'NotImplemented',
      `Records of type ${record.type} are not implemented in the local world; it answers ${SERVED_TYPES.join(', ')}`,
    )
  const problem = requestProblem(record)
  if (problem) throw invalidInput(`Invalid request: ${problem}`)
  if (record.healthCheckId !== undefined) healthCheckOrError(plan, record.healthCheckId)
}

function recordSetOf(shape: ResourceRecordSet | undefined): RecordSet {
  if (!shape?.Name || !shape.Type) throw invalidInput('Invalid request: Missing field Name or Type in Change')
  const alias = shape.AliasTarget
  const values = (shape.ResourceRecords ?? []).map(({ Value }) => Value ?? '')
  const hasAnyOfPair = values.length > 0 || shape.TTL !== undefined
  if (Boolean(alias) === hasAnyOfPair || (!alias && (values.length === 0 || shape.TTL === undefined)))
    throw invalidInput(
      `Invalid request: Expected exactly one of [AliasTarget, all of [TTL, and ResourceRecords], or TrafficPolicyInstanceId], but found ${alias ? 'more than one' : 'none'} in Change with [Name=${shape.Name}, Type=${shape.Type}]`,
    )
  return {
    name: fromApiName(shape.Name),
    type: shape.Type,
    setIdentifier: shape.SetIdentifier,
    policy: policyOf(shape),
    healthCheckId: shape.HealthCheckId,
    ttl: alias ? undefined : shape.TTL,
    values,
    alias: alias && {
      name: fromApiName(alias.DNSName ?? '').replace(/^dualstack\./, ''),
      zoneId: alias.HostedZoneId ?? '',
      evaluateTargetHealth: alias.EvaluateTargetHealth ?? false,
    },
  }
}

function policyOf(shape: ResourceRecordSet): RoutingPolicy {
  const policies = [...policiesOf(shape)]
  const [policy, second] = policies
  if (second)
    throw invalidInput(
      'Invalid request: Expected exactly one of [Weight, Region, Failover, GeoLocation, MultiValueAnswer], but found more than one',
    )
  return policy ?? { kind: 'simple' }
}

function* policiesOf({ Failover, GeoLocation, Region, Weight }: ResourceRecordSet): Generator<RoutingPolicy> {
  if (Failover) yield { kind: 'failover', role: Failover }
  if (Region && isRegionId(Region)) yield { kind: 'latency', region: Region }
  else if (Region) throw invalidInput(`Invalid request: region "${Region}" is not one of the world's regions`)
  if (Weight !== undefined) yield { kind: 'weighted', weight: Weight }
  if (!GeoLocation) return
  const { ContinentCode, CountryCode, SubdivisionCode } = GeoLocation
  const match = {
    ...(ContinentCode && { continent: ContinentCode as 'AS' }),
    ...(CountryCode && { country: CountryCode }),
    ...(SubdivisionCode && { subdivision: SubdivisionCode }),
  }
  yield { kind: 'geolocation', match }
}
