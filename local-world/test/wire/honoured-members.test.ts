import { describe, expect, it } from 'vitest'
import { operationSchemas } from '../../src/wire/schema.ts'
import { type RawCall, rawEndpoint } from '../support/raw-request.ts'
import { registers } from '../support/registers.ts'
import { startSubjects } from './fuzz/subjects.ts'

const json = (scope: string, operation: string, input: object): RawCall => ({
  scope,
  headers: { 'content-type': 'application/x-amz-json-1.1', 'x-amz-target': `Service.${operation}` },
  body: JSON.stringify(input),
})
const query = (scope: string, body: string): RawCall => ({
  scope,
  headers: { 'content-type': 'application/x-www-form-urlencoded' },
  body,
})

const REFUSED: readonly (readonly [title: string, call: RawCall, path: string])[] = [
  [
    'a task override that would not be applied',
    json('ecs', 'RunTask', {
      cluster: 'main',
      taskDefinition: 'job',
      overrides: { containerOverrides: [{ name: 'job', cpu: 256 }] },
    }),
    'overrides.containerOverrides.1.member.cpu',
  ],
  [
    'container dependencies',
    json('ecs', 'RegisterTaskDefinition', {
      family: 'waiting',
      containerDefinitions: [
        { name: 'a', image: 'a', dependsOn: [{ containerName: 'b', condition: 'START' }] },
      ],
    }),
    'containerDefinitions.1.member.dependsOn',
  ],
  ['a filter that is not applied', json('ecs', 'ListServices', { launchType: 'EC2' }), 'launchType'],
  [
    'a multivalue answer',
    {
      scope: 'route53',
      path: '/2013-04-01/hostedzone/Z1/rrset',
      body:
        '<ChangeResourceRecordSetsRequest><ChangeBatch><Changes><Change><Action>CREATE</Action><ResourceRecordSet>' +
        '<Name>a.example</Name><Type>A</Type><SetIdentifier>a</SetIdentifier><MultiValueAnswer>true</MultiValueAnswer>' +
        '</ResourceRecordSet></Change></Changes></ChangeBatch></ChangeResourceRecordSetsRequest>',
    },
    'ChangeBatch.Changes.1.member.ResourceRecordSet.MultiValueAnswer',
  ],
  [
    'a cluster restored to a point that has an option group',
    query(
      'rds',
      'Action=RestoreDBClusterFromSnapshot&DBClusterIdentifier=a&SnapshotIdentifier=b&Engine=aurora-postgresql&OptionGroupName=c',
    ),
    'OptionGroupName',
  ],
  [
    'an object’s tags',
    {
      scope: 's3',
      method: 'PUT',
      path: '/meridian-assets/one',
      headers: { 'x-amz-tagging': 'a=b' },
      body: 'x',
    },
    'Tagging',
  ],
  [
    'a version of a function',
    { scope: 'lambda', method: 'GET', path: '/2015-03-31/functions/rotator?Qualifier=2' },
    'Qualifier',
  ],
]

describe('refuses by name a member that an operation does not honour:', () => {
  it.each(REFUSED)('%s', async (_, call, path) => {
    await using subjects = await startSubjects()
    const send = await rawEndpoint(...subjects.all.map(({ service }) => service))
    const { code, message, status } = await send(call)
    expect([status, code]).toEqual([400, 'NotImplemented'])
    expect(message).toContain(`does not honour ${path} in the local world`)
  })
})

it('every operation declares which members of its input it honours', async () => {
  for (const { honoured = {}, operations, schemas, scope } of await registers()) {
    expect(Object.keys(honoured).sort(), scope).toEqual(Object.keys(operations).sort())
    const known = operationSchemas(await schemas())
    for (const [operation, tree] of Object.entries(honoured)) {
      const input = known.get(operation)!.input
      const members = input.isStructSchema() ? [...input.structIterator()].map(([name]) => name) : []
      expect(members, `${scope}:${operation}`).toEqual(expect.arrayContaining(Object.keys(tree)))
    }
  }
})
