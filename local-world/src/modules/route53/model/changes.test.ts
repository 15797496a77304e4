import { describe, expect, it } from 'vitest'
import { DOMAIN, exampleGraph, names, ZONE_ID } from '../../../../test/route53/example-program.ts'
import { planRoute53 } from '../plan/plan.ts'
import { type Change, changedZone, MOST_RECORDS } from './changes.ts'
import type { RecordSet, Zone } from './zone.ts'

const zone = planRoute53(exampleGraph()).zones[0] as Zone
const plain = (name: string, value = '192.0.2.1'): RecordSet => ({
  name: `${name}.${DOMAIN}`,
  type: 'A',
  setIdentifier: undefined,
  policy: { kind: 'simple' },
  healthCheckId: undefined,
  ttl: 60,
  values: [value],
  alias: undefined,
})
const create = (record: RecordSet): Change => ({ action: 'CREATE', record })
const upsert = (record: RecordSet): Change => ({ action: 'UPSERT', record })
const remove = (record: RecordSet): Change => ({ action: 'DELETE', record })

describe('a batch of changes', () => {
  // INV-ROUTE53-1
  it('(26) is refused as a whole when one of its changes is invalid, with every problem listed', () => {
    const taken = { ...plain('x'), name: names.region('us-east-1') }
    const batch = [create(plain('a')), create(taken), remove(plain('missing'))]
    expect(() => changedZone(zone, batch)).toThrow(/already exists, .*was not found/)
    expect(zone.at(`a.${DOMAIN}`, 'A')).toHaveLength(0)
  })

  it.each([
    ['upserts', upsert, upsert],
    ['creates', create, create],
    ['creates and upserts', create, upsert],
  ])('is refused when it %s one record set twice', (_, first, second) => {
    expect(() => changedZone(zone, [first(plain('a')), second(plain('a', '192.0.2.2'))])).toThrow(
      `[The request contains an invalid set of changes for a resource record set 'A a.${DOMAIN}.']`,
    )
  })

  it('is refused when the zone would exceed AWS’s limit of record sets', () => {
    const filled = zone.withRecords(
      Array.from({ length: MOST_RECORDS }, (_, index) =>
        index < zone.records.length ? zone.records[index]! : plain(`n${index}`),
      ),
    )
    expect(() => changedZone(filled, [create(plain('one-more'))])).toThrow(
      'Number of records limit of 10000 exceeded',
    )
  })

  it('may delete and recreate a record set, and create others with its name or type', () => {
    const withA = changedZone(zone, [create(plain('a'))])
    const recreated = changedZone(withA, [remove(plain('a')), create(plain('a', '192.0.2.2'))])
    expect(recreated.at(`a.${DOMAIN}`, 'A')).toMatchObject([{ values: ['192.0.2.2'] }])
    const weighted = (setIdentifier: string): RecordSet => ({
      ...plain('w'),
      setIdentifier,
      policy: { kind: 'weighted', weight: 1 },
    })
    const both = changedZone(zone, [upsert(weighted('one')), upsert(weighted('two'))])
    expect(both.at(`w.${DOMAIN}`, 'A')).toHaveLength(2)
  })

  it('deletes a record set only when all its values match', () => {
    const withA = changedZone(zone, [create(plain('a'))])
    expect(() => changedZone(withA, [remove(plain('a', '192.0.2.9'))])).toThrow(
      /do not match the current values/,
    )
    expect(changedZone(withA, [remove(plain('a'))]).exists(`a.${DOMAIN}`)).toBe(false)
  })

  it('cannot add a simple record beside a geolocation record', () => {
    const simple = { ...plain('x'), name: names.nearest }
    expect(() => changedZone(zone, [create(simple)])).toThrow(
      /other RRSets exist with the same name and type/,
    )
  })

  it('cannot name an alias target that does not exist', () => {
    const alias = { name: `gone.${DOMAIN}`, zoneId: ZONE_ID, evaluateTargetHealth: true }
    const record = { ...plain('x'), values: [], ttl: undefined, alias }
    expect(() => changedZone(zone, [create(record)])).toThrow(/that target was not found/)
  })
})
