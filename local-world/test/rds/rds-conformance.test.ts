import { DescribeDBClusterParametersCommand } from '@aws-sdk/client-rds'
import { GLOBAL_CLUSTER_ID } from '@meridian/topology'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { TYPES } from '../../src/modules/rds/resources.ts'
import { awsCli, describeWithAwsCli } from '../support/aws-cli.ts'
import { APNE2, type ControlPlaneWorld, startControlPlaneWorld, USE1, USW2 } from './control-plane-world.ts'
import { fixtureGraph } from './fixture-program.ts'

const graph = fixtureGraph({
  parameters: { log_min_duration_statement: '500', 'apg_plan_mgmt.max_plans': '9' },
})
const GROUP = graph.named(TYPES.clusterParameterGroup, 'us-west-2-parameters').id

let world: ControlPlaneWorld
beforeAll(async () => {
  world = await startControlPlaneWorld({ graph })
})
afterAll(() => world[Symbol.asyncDispose]())

describe('RDS, through the AWS SDK', () => {
  it('lists the parameters that a group sets, and which have no effect here', async () => {
    const ask = (region: 'us-west-2' | 'us-east-1', Source?: string) =>
      world
        .client(region)
        .send(new DescribeDBClusterParametersCommand({ DBClusterParameterGroupName: GROUP, Source }))
    const { Parameters = [] } = await ask('us-west-2')
    expect(Parameters.map((one) => [one.ParameterName, one.ParameterValue, one.Description])).toEqual([
      ['log_min_duration_statement', '500', undefined],
      ['apg_plan_mgmt.max_plans', '9', 'Recorded; has no effect in the local world'],
    ])
    expect((await ask('us-west-2', 'user')).Parameters).toHaveLength(2)
    expect((await ask('us-west-2', 'engine-default')).Parameters).toEqual([])
    await expect(ask('us-east-1')).rejects.toMatchObject({
      name: 'DBParameterGroupNotFoundFault',
      $metadata: { httpStatusCode: 404 },
    })
  })

  it('treats FailoverGlobalCluster with Switchover as a switchover: no data may be lost', async () => {
    const requested = await world.failOver('us-east-1', USW2, { Switchover: true })
    expect(requested).toMatchObject({
      Status: 'switching-over',
      FailoverState: { IsDataLossAllowed: false, FromDbClusterArn: USE1, ToDbClusterArn: USW2 },
    })
    await world.untilSettled(USW2)
    expect((await world.events('us-west-2', 'meridian-usw2')).at(-1)).toMatch(
      /^Global switchover .* finished/,
    )
    await world.switchOver('us-west-2', USE1)
    await world.untilSettled(USE1)
  })
})

describeWithAwsCli('(49) RDS, through the stock AWS CLI', { timeout: 120_000 }, () => {
  const cli = async () => {
    const at = await world.client('us-east-1').config.endpoint?.()
    return awsCli(`http://127.0.0.1:${at?.port}`)
  }
  const names = (target: string) =>
    `--global-cluster-identifier ${GLOBAL_CLUSTER_ID} --target-db-cluster-identifier ${target}`

  it('describes global clusters and the parameters of a group', async () => {
    const aws = await cli()
    const { GlobalClusters } = await aws('rds describe-global-clusters')
    expect(GlobalClusters).toMatchObject([
      { GlobalClusterIdentifier: GLOBAL_CLUSTER_ID, Status: 'available', Engine: 'aurora-postgresql' },
    ])
    const writers = GlobalClusters[0].GlobalClusterMembers.map(
      (member: { DBClusterArn: string; IsWriter: boolean }) => [member.DBClusterArn, member.IsWriter],
    )
    expect(writers).toEqual([
      [USE1, true],
      [USW2, false],
      [APNE2, false],
    ])
    const { Parameters } = await aws(
      `rds describe-db-cluster-parameters --region us-west-2 --source user --db-cluster-parameter-group-name ${GROUP}`,
    )
    expect(Parameters).toMatchObject([
      { ParameterName: 'log_min_duration_statement', ParameterValue: '500' },
      { ParameterName: 'apg_plan_mgmt.max_plans', ParameterValue: '9' },
    ])
  })

  it('refuses a failover with both flags, and a switchover to an unknown cluster', async () => {
    const aws = await cli()
    await expect(
      aws(`rds failover-global-cluster --region us-west-2 --allow-data-loss --switchover ${names(USW2)}`),
    ).rejects.toThrow(/\(InvalidParameterCombination\) when calling the FailoverGlobalCluster operation/)
    await expect(aws(`rds switchover-global-cluster ${names(`${USW2}x`)}`)).rejects.toThrow(
      /\(DBClusterNotFoundFault\) when calling the SwitchoverGlobalCluster operation/,
    )
  })

  it('switches over by `failover-global-cluster --switchover`, and back by `switchover-global-cluster`', async () => {
    const aws = await cli()
    const there = await aws(`rds failover-global-cluster --switchover ${names(USW2)}`)
    expect(there.GlobalCluster.FailoverState).toMatchObject({
      IsDataLossAllowed: false,
      ToDbClusterArn: USW2,
    })
    await world.untilSettled(USW2)
    const back = await aws(`rds switchover-global-cluster --region us-west-2 ${names(USE1)}`)
    expect(back.GlobalCluster).toMatchObject({
      Status: 'switching-over',
      FailoverState: { FromDbClusterArn: USW2, ToDbClusterArn: USE1 },
    })
    await world.untilSettled(USE1)
  })
})
