import { describe, expect, it } from 'vitest'
import { authorize, type Caller, type RequestContext, readPolicy } from '../src/index.ts'

const caller: Caller = { kind: 'user', arn: 'arn:aws:iam::111122223333:user/division/ana' }

function holds(Condition: unknown, context: RequestContext, Resource: unknown = '*'): boolean {
  const identity = [readPolicy({ Statement: { Effect: 'Allow', Action: 'a:B', Resource, Condition } })]
  return authorize({ caller, action: 'a:B', resource: 'arn:aws:a:::home/ana', context }, { identity })
    .isAllowed
}

describe('IAM User Guide, Condition operators', () => {
  it.each([
    ['StringEquals', { k: 'a' }, 'a', true],
    ['StringEquals', { k: ['b', 'a'] }, 'a', true],
    ['StringEquals', { k: 'A' }, 'a', false],
    ['StringEqualsIgnoreCase', { k: 'A' }, 'a', true],
    ['StringNotEquals', { k: ['b', 'a'] }, 'a', false],
    ['StringLike', { k: 'repo:a/*' }, 'repo:a/b:c', true],
    ['StringLike', { k: 'a?c' }, 'ac', false],
    ['StringNotLike', { k: 'a*' }, 'bc', true],
    ['NumericLessThanEquals', { k: '10' }, '10', true],
    ['NumericGreaterThan', { k: '10' }, '9', false],
    ['DateLessThan', { k: '2026-12-31T00:00:00Z' }, '2026-12-01T00:00:00Z', true],
    ['DateGreaterThan', { k: '2026-12-31T00:00:00Z' }, '1764547200', false],
    ['Bool', { k: 'true' }, 'True', true],
    ['IpAddress', { k: ['203.0.113.0/24', '2001:DB8::/32'] }, '203.0.113.7', true],
    ['IpAddress', { k: ['203.0.113.0/24', '2001:DB8::/32'] }, '2001:db8::1', true],
    ['NotIpAddress', { k: '203.0.113.0/24' }, '203.0.113.7', false],
    [
      'ArnLike',
      { k: 'arn:aws:cloudtrail:*:111122223333:trail/*' },
      'arn:aws:cloudtrail:us-east-1:111122223333:trail/x',
      true,
    ],
    ['ArnLike', { k: 'arn:aws:s3:::a' }, 'arn:aws:s3:::b', false],
    ['ArnLike', { k: 'arn:aws:sns:*:topic' }, 'arn:aws:sns:us-east-1:111122223333:topic', false],
    ['ArnNotEquals', { k: 'arn:aws:s3:::a' }, 'arn:aws:s3:::b', true],
  ])('%s %j with %s', (operator, keys, seen, isAllowed) => {
    expect(holds({ [operator]: keys }, { K: seen })).toBe(isAllowed)
  })

  it.each([
    ['StringEquals', false],
    ['StringNotEquals', true],
    ['StringEqualsIfExists', true],
    ['ForAllValues:StringEquals', true],
    ['ForAnyValue:StringEquals', false],
  ])('%s without the key in the request', (operator, isAllowed) => {
    expect(holds({ [operator]: { k: 'a' } }, {})).toBe(isAllowed)
  })

  it.each([
    [{ k: 'true' }, undefined, true],
    [{ k: 'false' }, undefined, false],
    [{ k: 'false' }, 'x', true],
  ])('Null %j with %s', (keys, seen, isAllowed) => {
    expect(holds({ Null: keys }, { k: seen })).toBe(isAllowed)
  })

  it.each([
    ['ForAllValues:StringEquals', ['a', 'b'], true],
    ['ForAllValues:StringEquals', ['a', 'c'], false],
    ['ForAnyValue:StringEquals', ['a', 'c'], true],
    ['ForAnyValue:StringEquals', ['c', 'd'], false],
  ])('%s with %j', (operator, seen, isAllowed) => {
    expect(holds({ [operator]: { k: ['a', 'b'] } }, { k: seen })).toBe(isAllowed)
  })

  it('joins operators and keys by AND', () => {
    const both = { StringEquals: { one: 'a', two: 'b' }, Bool: { three: 'true' } }
    expect(holds(both, { one: 'a', two: 'b', three: 'true' })).toBe(true)
    expect(holds(both, { one: 'a', two: 'b', three: 'false' })).toBe(false)
  })
})

/** A policy variable as documents write it. */
const variable = (inside: string) => `$\{${inside}}`

describe('IAM User Guide, Policy variables', () => {
  it.each([
    ['the caller’s name', variable('aws:username'), {}, true],
    ['no value', variable('aws:PrincipalTag/team'), {}, false],
    ['a default', variable("aws:PrincipalTag/team, 'ana'"), {}, true],
    ['a tag', variable('aws:PrincipalTag/team'), { 'aws:PrincipalTag/team': 'ana' }, true],
    [
      'a tag that looks like a wildcard',
      variable('aws:PrincipalTag/team'),
      { 'aws:PrincipalTag/team': '*' },
      false,
    ],
    ['an asterisk as it is', variable('*'), {}, false],
  ] as const)('%s', (_title, inside, context, isAllowed) => {
    expect(holds({}, context, `arn:aws:a:::home/${inside}`)).toBe(isAllowed)
  })
})
