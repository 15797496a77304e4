import { describe, expect, it } from 'vitest'
import { fixtureProgram } from '../../../test/network/fixture-program.ts'
import { networkInvokes, TYPES } from './resources.ts'

const graph = fixtureProgram().graph()
const outputs = (type: string, name: string) => graph.named(type, name).outputs

describe('what EC2 answers', () => {
  it('is deterministic', () => {
    expect(fixtureProgram().nodes).toEqual(fixtureProgram().nodes)
  })

  it('has ids in AWS’s format', () => {
    expect(graph.named(TYPES.vpc, 'use1-vpc').id).toMatch(/^vpc-[0-9a-f]{17}$/)
    expect(graph.named(TYPES.eip, 'use1-nat').id).toMatch(/^eipalloc-[0-9a-f]{17}$/)
  })

  it('gives a VPC its own default group, route table and ACL', () => {
    expect(outputs(TYPES.vpc, 'use1-vpc')).toMatchObject({
      defaultSecurityGroupId: expect.stringMatching(/^sg-/),
      mainRouteTableId: expect.stringMatching(/^rtb-/),
      defaultNetworkAclId: expect.stringMatching(/^acl-/),
      arn: expect.stringMatching(/^arn:aws:ec2:us-east-1:000000000000:vpc\/vpc-/),
    })
  })

  it('places a subnet in a zone, with the id of the zone', () => {
    expect(outputs(TYPES.subnet, 'apne2-public')).toMatchObject({
      availabilityZone: 'ap-northeast-2a',
      availabilityZoneId: 'apne2-az1',
    })
  })

  it('gives an Elastic IP a public address of the world', () => {
    expect(outputs(TYPES.eip, 'usw2-nat').publicIp).toMatch(/^198\.19\.(3[2-9]|4[0-7])\.\d+$/)
  })

  it('gives both ends of a peering the same id', () => {
    expect(graph.named(TYPES.peeringAccepter, 'use1-usw2').id).toBe(
      graph.named(TYPES.peering, 'use1-usw2').id,
    )
  })

  it('lists the availability zones of the requested region', () => {
    const invoke = networkInvokes['aws:index/getAvailabilityZones:getAvailabilityZones']
    const request = { token: '', args: { state: 'available' }, region: 'us-west-2', accountId: '1' } as const
    expect(invoke?.(request)).toMatchObject({
      names: ['us-west-2a', 'us-west-2b', 'us-west-2c'],
      zoneIds: ['usw2-az1', 'usw2-az2', 'usw2-az3'],
    })
  })
})
