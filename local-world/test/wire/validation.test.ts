import { describe, expect, it } from 'vitest'
import type { WireService } from '../../src/kernel/wire-service.ts'
import { loadConstraints } from '../../src/wire/constraints.ts'
import { wholePattern } from '../../src/wire/validate.ts'
import { type RawCall, rawEndpoint } from '../support/raw-request.ts'
import { registers } from '../support/registers.ts'

const FORM = { 'content-type': 'application/x-www-form-urlencoded' }
const ZONE = '/2013-04-01/hostedzone/Z1/rrset'

const json = (scope: string, operation: string, body: string): RawCall => ({
  scope,
  headers: { 'content-type': 'application/x-amz-json-1.1', 'x-amz-target': `Service.${operation}` },
  body,
})
const query = (scope: string, body: string): RawCall => ({ scope, headers: FORM, body })
const changes = (recordSet: string, action = 'CREATE'): RawCall => ({
  scope: 'route53',
  path: ZONE,
  body:
    `<ChangeResourceRecordSetsRequest><ChangeBatch><Changes><Change><Action>${action}</Action>` +
    `<ResourceRecordSet>${recordSet}</ResourceRecordSet></Change></Changes></ChangeBatch></ChangeResourceRecordSetsRequest>`,
})

/** The real services, whose operations only record that they ran. */
async function startRecording() {
  const ran: string[] = []
  const services = (await registers()).map((service): WireService => {
    const { admit: _, ...rest } = service
    const note = (name: string) => () => {
      ran.push(name)
      return service.raw ? { status: 200, headers: {}, body: '' } : {}
    }
    const operations = Object.keys(service.operations).map((name) => [name, note(name)])
    return { ...rest, operations: Object.fromEntries(operations) }
  })
  return { ran, send: await rawEndpoint(...services) }
}

const refused: readonly (readonly [string, RawCall, string, string | RegExp])[] = [
  [
    'a required member that is missing, in JSON',
    json('secretsmanager', 'GetSecretValue', '{}'),
    'ValidationException',
    "1 validation error detected: Value null at 'secretId' failed to satisfy constraint: Member must not be null",
  ],
  [
    'a required member that is null',
    json('secretsmanager', 'GetSecretValue', '{"SecretId":null}'),
    'ValidationException',
    /Value null at 'secretId'/,
  ],
  [
    'a null in a list',
    json('ecs', 'DescribeTasks', '{"tasks":[null]}'),
    'InvalidParameterException',
    /Value null at 'tasks.1.member'/,
  ],
  [
    'a value outside the enumeration',
    json('monitoring', 'SetAlarmState', '{"AlarmName":"a","StateValue":"FINE","StateReason":"r"}'),
    'ValidationError',
    "1 validation error detected: Value 'FINE' at 'stateValue' failed to satisfy constraint: Member must satisfy enum value set: [OK, ALARM, INSUFFICIENT_DATA]",
  ],
  [
    'two values out of bounds, both reported',
    json('secretsmanager', 'ListSecrets', '{"MaxResults":101,"NextToken":""}'),
    'ValidationException',
    "2 validation errors detected: Value '101' at 'maxResults' failed to satisfy constraint: Member must have value less than or equal to 100; Value '' at 'nextToken' failed to satisfy constraint: Member must have length greater than or equal to 1",
  ],
  [
    'a string instead of a number, in JSON',
    json('secretsmanager', 'GetRandomPassword', '{"PasswordLength":"long"}'),
    'SerializationException',
    'STRING_VALUE can not be converted to a Number',
  ],
  [
    'a fraction instead of an integer',
    json('secretsmanager', 'GetRandomPassword', '{"PasswordLength":1.5}'),
    'SerializationException',
    /can not be converted to a Long/,
  ],
  [
    'a list instead of a structure',
    json('ecs', 'RunTask', '{"taskDefinition":"a","overrides":[]}'),
    'SerializationException',
    'Start of list found where not expected',
  ],
  ['broken JSON', json('ecs', 'RunTask', '{"taskDefinition"'), 'SerializationException', /not valid JSON/],
  [
    'a body that is not an object',
    json('ecs', 'ListClusters', '[]'),
    'SerializationException',
    /Start of list found/,
  ],
  [
    'excessive nesting',
    {
      scope: 'rds-data',
      path: '/Execute',
      body: `{"parameters":[{"value":${'{"arrayValue":{"arrayValues":['.repeat(20_000)}`,
    },
    'SerializationException',
    /not valid JSON|too deep/,
  ],
  [
    'a value that does not match its pattern',
    query('rds', 'Action=DescribeGlobalClusters&GlobalClusterIdentifier=1-wrong'),
    'InvalidParameterValue',
    /Value '1-wrong' at 'globalClusterIdentifier' failed to satisfy constraint: Member must satisfy regular expression pattern: \[A-Za-z\]/,
  ],
  [
    'a filter without a name, in the Query protocol',
    query('rds', 'Action=DescribeDBClusters&Filters.member.1.X=1'),
    'MissingParameter',
    'The request must contain the parameter Filters.member.1.Name',
  ],
  [
    'a string instead of a number, in the Query protocol',
    query('elasticloadbalancing', 'Action=DescribeLoadBalancers&PageSize=many'),
    'MalformedInput',
    'Invalid number: many',
  ],
  [
    'a number out of range, in the Query protocol',
    query('elasticloadbalancing', 'Action=DescribeLoadBalancers&PageSize=401'),
    'ValidationError',
    "1 validation error detected: Value '401' at 'pageSize' failed to satisfy constraint: Member must have value less than or equal to 400",
  ],
  [
    'a string instead of a list, in the Query protocol',
    query('elasticloadbalancing', 'Action=DescribeLoadBalancers&Names=web'),
    'MalformedInput',
    'Unexpected value: web',
  ],
  [
    'a record type that does not exist',
    changes('<Name>a.example</Name><Type>WKS</Type>'),
    'InvalidInput',
    /Value 'WKS' at 'changeBatch.changes.1.member.resourceRecordSet.type'.*enum value set: \[SOA, A, TXT/,
  ],
  [
    'a third kind of failover record',
    changes('<Name>a.example</Name><Type>A</Type><Failover>TERTIARY</Failover>'),
    'InvalidInput',
    /resourceRecordSet.failover'.*\[PRIMARY, SECONDARY\]/,
  ],
  [
    'a weight and a TTL out of range',
    changes('<Name>a.example</Name><Type>A</Type><Weight>256</Weight><TTL>2147483648</TTL>'),
    'InvalidInput',
    /2 validation errors.*less than or equal to 255.*tTL'.*2147483647/,
  ],
  [
    'broken XML',
    { scope: 'route53', path: ZONE, body: '<ChangeResourceRecordSetsRequest><ChangeBatch>' },
    'MalformedInput',
    /Invalid XML/,
  ],
  [
    'the document of another operation',
    { scope: 'route53', path: ZONE, body: '<ChangeBatch/>' },
    'MalformedInput',
    'ChangeBatch is not valid, expected ChangeResourceRecordSetsRequest',
  ],
  [
    'a duplicate element',
    changes('<Name>a.example</Name><Type>A</Type><TTL>1</TTL><TTL>2</TTL>'),
    'MalformedInput',
    'Unexpected complex element',
  ],
  [
    'an invalid number in a query string',
    { scope: 'route53', method: 'GET', path: '/2013-04-01/hostedzone?maxitems=ten' },
    'MalformedInput',
    'Invalid number: ten',
  ],
  [
    'an invalidation without a batch',
    { scope: 'cloudfront', path: '/2020-05-31/distribution/E1/invalidation' },
    'MalformedXML',
    /Value null at 'invalidationBatch' failed to satisfy constraint: Member must not be null/,
  ],
  [
    'a percent sign that encodes nothing',
    { scope: 'lambda', method: 'GET', path: '/2015-03-31/functions/%zz' },
    'SerializationException',
    /The path is not valid/,
  ],
  [
    'an unknown storage class',
    {
      scope: 's3',
      method: 'PUT',
      path: '/bucket/key',
      headers: { 'x-amz-storage-class': 'COLD' },
      body: 'x',
    },
    'InvalidArgument',
    /Value 'COLD' at 'storageClass'/,
  ],
  [
    'a deletion with a body that is not XML',
    { scope: 's3', path: '/bucket?delete', body: 'keys' },
    'MalformedXML',
    /not well-formed/,
  ],
  [
    'an object’s key with a broken percent sign',
    { scope: 's3', method: 'GET', path: '/bucket/%zz' },
    'InvalidURI',
    /parse the specified URI/,
  ],
]

describe('the control endpoint refuses', () => {
  it.each(refused)('%s before the operation runs', async (_, call, code, message) => {
    const { ran, send } = await startRecording()
    const reply = await send(call)
    expect([reply.status, reply.code, ran]).toEqual([400, code, []])
    if (typeof message === 'string') expect(reply.message).toBe(message)
    else expect(reply.message).toMatch(message)
  })
})

describe('the control endpoint accepts', () => {
  it.each<readonly [string, RawCall]>([
    ['null for an optional member', json('ecs', 'ListServices', '{"cluster":null,"maxResults":null}')],
    ['members that the model does not know', json('ecs', 'ListClusters', '{"unheardOf":{"of":1}}')],
    [
      'lists that start at any index',
      query('rds', 'Action=DescribeDBClusters&Filters.Filter.3.Name=a&Filters.Filter.3.Values.Value.7=b'),
    ],
    ['an empty list in the Query protocol', query('rds', 'Action=DescribeDBClusters&Filters=')],
    [
      'a date that S3 cannot read',
      { scope: 's3', method: 'GET', path: '/bucket/key', headers: { 'if-modified-since': 'noon' } },
    ],
  ])('%s', async (_, call) => {
    const { ran, send } = await startRecording()
    expect(await send(call)).toMatchObject({ status: 200 })
    expect(ran).toHaveLength(1)
  })
})

it('AWS’s models constrain every implemented operation, with patterns that this runtime can compile', async () => {
  for (const { operations, scope } of await registers()) {
    const constraints = await loadConstraints(scope)
    expect(Object.keys(constraints.operations).sort(), scope).toEqual(Object.keys(operations).sort())
    for (const { pattern } of Object.values(constraints.shapes))
      if (pattern !== undefined) expect(() => wholePattern(pattern)).not.toThrow()
  }
})
