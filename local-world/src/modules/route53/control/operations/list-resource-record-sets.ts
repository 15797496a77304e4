import type { ListResourceRecordSetsRequest, ListResourceRecordSetsResponse } from '@aws-sdk/client-route-53'
import { apiName, fromApiName } from '../../model/names.ts'
import type { RecordSet } from '../../model/zone.ts'
import { zoneOrError } from '../aws-errors.ts'
import type { Route53Control } from '../context.ts'
import { recordSetShape } from '../shapes.ts'

const MAX_ITEMS = 300

/** Pages through a zone in the order of reversed labels, then type, then set identifier. */
export const listResourceRecordSets =
  ({ store }: Route53Control) =>
  (input: ListResourceRecordSetsRequest): ListResourceRecordSetsResponse => {
    const zone = zoneOrError(store, input.HostedZoneId ?? '')
    const limit = Math.min(Number(input.MaxItems ?? MAX_ITEMS), MAX_ITEMS)
    const from = sortKey(
      fromApiName(input.StartRecordName ?? ''),
      input.StartRecordType ?? '',
      input.StartRecordIdentifier ?? '',
    )
    const records = zone.records
      .map((record) => ({ record, key: keyOf(record) }))
      .filter(({ key }) => input.StartRecordName === undefined || key >= from)
      .sort((left, right) => (left.key < right.key ? -1 : 1))
    const next = records[limit]?.record
    return {
      ResourceRecordSets: records.slice(0, limit).map(({ record }) => recordSetShape(record)),
      IsTruncated: next !== undefined,
      ...(next && {
        NextRecordName: apiName(next.name),
        NextRecordType: recordSetShape(next).Type,
        ...(next.setIdentifier !== undefined && { NextRecordIdentifier: next.setIdentifier }),
      }),
      MaxItems: limit,
    }
  }

const keyOf = ({ name, type, setIdentifier }: RecordSet): string => sortKey(name, type, setIdentifier ?? '')

function sortKey(name: string, type: string, setIdentifier: string): string {
  return [name.split('.').reverse().join('.'), type, setIdentifier].join('\u0000')
}
