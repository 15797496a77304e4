import { describe, expect, it } from 'vitest'
import { DOMAIN, exampleGraph, record } from '../../../../test/route53/example-program.ts'
import { planRoute53 } from '../plan/plan.ts'
import { changedZone } from './changes.ts'
import { requestProblem } from './record-rules.ts'
import { valueProblem } from './record-values.ts'
import type { RecordSet, Zone } from './zone.ts'

const zone = planRoute53(exampleGraph()).zones[0] as Zone
const set = (type: string, ...values: string[]): RecordSet => ({
  name: `one.${DOMAIN}`,
  type,
  setIdentifier: undefined,
  policy: { kind: 'simple' },
  healthCheckId: undefined,
  ttl: 60,
  values,
  alias: undefined,
})
const refusal = (...records: readonly RecordSet[]) => {
  try {
    changedZone(
      zone,
      records.map((each) => ({ action: 'CREATE' as const, record: each })),
    )
  } catch (error) {
    return (error as Error).message
  }
  return undefined
}
const routed = (setIdentifier: string, policy: RecordSet['policy']): RecordSet => ({
  ...set('A', '192.0.2.1'),
  setIdentifier,
  policy,
})

describe('the value of a record', () => {
  it.each([
    ['A', '192.0.2.300'],
    ['A', '192.0.2'],
    ['AAAA', 'zz::'],
    ['AAAA', 'fe80::1%eth0'],
    ['MX', 'mail.example'],
    ['MX', '65536 mail.example'],
    ['TXT', 'unquoted'],
    ['TXT', '"one" two'],
    ['TXT', `"${'x'.repeat(256)}"`],
    ['SPF', 'v=spf1'],
    ['CNAME', 'a..b'],
    ['CNAME', `${'x'.repeat(64)}.example`],
    ['PTR', 'a b'],
    ['NS', Array(64).fill('abcd').join('.')],
    ['SRV', '1 2 host.example'],
    ['SRV', '1 2 -3 host.example'],
    ['CAA', '0 issue letsencrypt.org'],
    ['CAA', '256 issue "letsencrypt.org"'],
    ['CAA', '0 allow "letsencrypt.org"'],
    ['SOA', 'ns.example admin.example 1 2 3 4'],
  ])('of type %s cannot be %s', (type, value) => {
    expect(valueProblem(type, value)).toMatch(/^Invalid Resource Record: 'FATAL problem: .* encountered with/)
    expect(refusal(set(type, value))).toContain('FATAL problem')
  })

  it.each([
    ['A', '192.0.2.30'],
    ['AAAA', '2001:db8::1'],
    ['MX', '10 mail.example.'],
    ['TXT', '"one \\"quoted\\"" "two"'],
    ['TXT', `"${'x'.repeat(255)}"`],
    ['CNAME', `${'x'.repeat(63)}.example.`],
    ['SRV', '0 5 443 .'],
    ['CAA', '0 issuewild ";"'],
    ['SOA', 'ns.example. admin.example. 1 7200 900 1209600 86400'],
  ])('of type %s can be %s', (type, value) => {
    expect(valueProblem(type, value)).toBeUndefined()
  })
})

// INV-ROUTE53-6
describe('a record set is refused', () => {
  it.each<readonly [string, readonly RecordSet[], RegExp]>([
    [
      'with two CNAME values',
      [set('CNAME', 'a.example', 'b.example')],
      /has 2 values; a CNAME record has one/,
    ],
    ['with equal values', [set('A', '192.0.2.1', '192.0.2.1')], /Duplicate Resource Record: '192.0.2.1'/],
    [
      'with 401 values',
      [set('A', ...Array.from({ length: 401 }, (_, at) => `10.0.${at >> 8}.${at & 255}`))],
      /401 values; at most 400/,
    ],
    [
      'with a TTL of 2^31',
      [{ ...set('A', '192.0.2.1'), ttl: 2_147_483_648 }],
      /TTL 2147483648 is not from 0/,
    ],
    [
      'with a label of 64 characters',
      [{ ...set('A', '192.0.2.1'), name: `${'x'.repeat(64)}.${DOMAIN}` }],
      /DomainLabelTooLong/,
    ],
    [
      'with a name over 255 octets',
      [{ ...set('A', '192.0.2.1'), name: `${'abc.'.repeat(64)}${DOMAIN}` }],
      /DomainNameTooLong/,
    ],
    ['of type CNAME at the apex', [{ ...set('CNAME', 'a.example'), name: DOMAIN }], /not permitted at apex/],
    ['of type SOA below the apex', [set('SOA', 'a.b c.d 1 2 3 4 5')], /only permitted at apex/],
    [
      'of type CNAME beside another record',
      [set('A', '192.0.2.1'), set('CNAME', 'a.example')],
      /conflicts with other records/,
    ],
    ['as a second NS set at the apex', [{ ...set('NS', 'ns.example'), name: DOMAIN }], /already exists/],
    [
      'as a weighted NS set at the apex',
      [{ ...routed('b', { kind: 'weighted', weight: 1 }), name: DOMAIN, type: 'NS', values: ['ns.example'] }],
      /other RRSets exist/,
    ],
    [
      'as a second PRIMARY',
      [
        routed('a', { kind: 'failover', role: 'PRIMARY' }),
        routed('b', { kind: 'failover', role: 'PRIMARY' }),
      ],
      /has the same failover role PRIMARY/,
    ],
    [
      'as a second record for a latency region',
      [
        routed('a', { kind: 'latency', region: 'us-east-1' }),
        routed('b', { kind: 'latency', region: 'us-east-1' }),
      ],
      /has the same region us-east-1/,
    ],
    [
      'as a second record for a location',
      [
        routed('a', { kind: 'geolocation', match: { country: 'KR' } }),
        routed('b', { kind: 'geolocation', match: { country: 'KR' } }),
      ],
      /has the same location KR/,
    ],
    [
      'with a weight of 256',
      [routed('a', { kind: 'weighted', weight: 256 })],
      /weight 256 is not from 0 to 255/,
    ],
  ])('%s', (_, records, message) => {
    expect(refusal(...records)).toMatch(message)
  })
})

// INV-ROUTE53-6
describe('a request for a record set is refused', () => {
  it.each<readonly [string, Partial<RecordSet>, RegExp]>([
    ['with a set identifier and no policy', { setIdentifier: 'a' }, /found none in Change/],
    [
      'with a policy and no set identifier',
      { policy: { kind: 'weighted', weight: 1 } },
      /Missing field 'SetIdentifier'/,
    ],
    ...(
      [
        [{}, /needs a ContinentCode or a CountryCode/],
        [{ country: 'QQ' }, /CountryCode "QQ" does not exist/],
        [{ country: 'EU' }, /CountryCode "EU" does not exist/],
        [{ continent: 'XX' as 'AS' }, /ContinentCode "XX" does not exist/],
        [{ continent: 'AS', country: 'KR' }, /can not be given together/],
        [{ country: 'KR', subdivision: '11' }, /needs CountryCode US, found "KR"/],
        [{ country: 'US', subdivision: 'ZZ' }, /"ZZ" does not exist in US/],
      ] as const
    ).map(
      ([match, message]) =>
        [
          `for the location ${JSON.stringify(match)}`,
          { setIdentifier: 'a', policy: { kind: 'geolocation', match } },
          message,
        ] as const,
    ),
  ])('%s', (_, part, message) => {
    expect(requestProblem({ ...set('A', '192.0.2.1'), ...part })).toMatch(message)
  })

  it.each([
    { country: '*' },
    { country: 'KR' },
    { continent: 'AN' },
    { country: 'US', subdivision: 'CA' },
  ] as const)('but not for the location %j', (match) => {
    expect(
      requestProblem({
        ...set('A', '192.0.2.1'),
        setIdentifier: 'a',
        policy: { kind: 'geolocation', match },
      }),
    ).toBeUndefined()
  })
})

// INV-ROUTE53-6
it('a zone keeps its SOA and NS record sets, and may change them', () => {
  for (const type of ['SOA', 'NS']) {
    const [born] = zone.at(DOMAIN, type)
    expect(() => changedZone(zone, [{ action: 'DELETE', record: born! }])).toThrow(/must contain/)
    const shorter = { ...born!, ttl: 60 }
    expect(changedZone(zone, [{ action: 'UPSERT', record: shorter }]).at(DOMAIN, type)).toEqual([shorter])
  }
})

it('a record of the program is validated like a request, and the problem names the resource', () => {
  const plan = (inputs: Record<string, unknown>) => () =>
    planRoute53(exampleGraph(record('odd', { name: `odd.${DOMAIN}`, type: 'A', ttl: 5, ...inputs })))
  expect(plan({ records: ['192.0.2.300'] })).toThrow(/^\S*odd: .*not a valid IPv4 address/)
  expect(plan({ records: ['192.0.2.1'], ttl: -1 })).toThrow(/^\S*odd: TTL -1 is not from 0/)
  expect(plan({ records: ['1 a'], type: 'WKS' })).toThrow(/^\S*odd: record type "WKS" is not one of A, AAAA/)
  expect(plan({ records: ['192.0.2.1'], setIdentifier: 'a' })).toThrow(/^\S*-a: .*found none in Change/)
  expect(plan({ name: DOMAIN, type: 'NS', records: ['ns.example'] })).toThrow(/^\S*odd: .*born with it/)
  expect(plan({ name: DOMAIN, type: 'NS', records: ['ns.example'], allowOverwrite: true })).not.toThrow()
  expect(plan({ type: 'TXT', records: ['the provider quotes it'] })).not.toThrow()
})
