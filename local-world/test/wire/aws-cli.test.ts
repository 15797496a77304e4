import { expect, it, onTestFinished } from 'vitest'
import { createSettings } from '../../src/kernel/settings.ts'
import { startCloudWatch } from '../../src/modules/cloudwatch/engine/start.ts'
import { startRoute53 } from '../../src/modules/route53/engine/start.ts'
import { planRoute53 } from '../../src/modules/route53/plan/plan.ts'
import { startControlEndpoint } from '../../src/wire/control-endpoint.ts'
import { startService } from '../ecs/service-fixture.ts'
import { DOMAIN, exampleGraph, ZONE_ID } from '../route53/example-program.ts'
import { createStandIns } from '../route53/stand-ins.ts'
import { awsCli, describeWithAwsCli } from '../support/aws-cli.ts'
import { OPEN } from '../support/test-trust.ts'

/** Every service that starts without databases and edges, behind one endpoint. */
async function startEndpoint() {
  const { ecs, elbv2, secrets, world } = await startService({ service: { desiredCount: 1 } })
  const { dependencies, world: around } = createStandIns()
  const route53 = await startRoute53(planRoute53(exampleGraph()), around, dependencies)
  const settings = createSettings({ timeScale: 0.01 })
  const cloudwatch = startCloudWatch(
    { alarms: [], composites: [], topics: [], dashboards: [] },
    { ...world, settings },
    () => [],
  )
  const services = [ecs, elbv2, secrets, route53, cloudwatch].flatMap(({ control }) => control ?? [])
  const endpoint = await startControlEndpoint(services, world.journal, OPEN)
  onTestFinished(async () => {
    for (const part of [endpoint, route53, cloudwatch]) await part[Symbol.asyncDispose]()
  })
  return awsCli(`http://127.0.0.1:${endpoint.port}`)
}

describeWithAwsCli('(49) the stock AWS CLI', () => {
  it('reads and changes ECS, load balancers and secrets', async () => {
    const aws = await startEndpoint()
    expect(await aws('ecs list-services --cluster main')).toMatchObject({
      serviceArns: [expect.stringContaining('service/main/web')],
    })
    const { TargetGroups } = await aws('elbv2 describe-target-groups')
    expect(TargetGroups).toMatchObject([{ TargetGroupName: 'web' }])
    await aws('secretsmanager put-secret-value --secret-id database --secret-string second')
    expect(await aws('secretsmanager get-secret-value --secret-id database')).toMatchObject({
      SecretString: 'second',
      VersionStages: ['AWSCURRENT'],
    })
    await expect(aws('ecs list-services --cluster other')).rejects.toThrow(
      /\(ClusterNotFoundException\) when calling the ListServices operation: Cluster not found/,
    )
  })

  it('(50, 51) works with JSON for CloudWatch and a trailing slash for Route 53', async () => {
    const aws = await startEndpoint()
    await aws('cloudwatch put-metric-data --namespace Shop --metric-name Orders --value 3')
    expect(await aws('cloudwatch list-metrics --namespace Shop')).toMatchObject({
      Metrics: [{ MetricName: 'Orders' }],
    })
    await expect(
      aws('cloudwatch set-alarm-state --alarm-name none --state-value OK --state-reason drill'),
    ).rejects.toThrow(/\(ResourceNotFound\) when calling the SetAlarmState operation/)
    const record = { Name: `cli.${DOMAIN}`, Type: 'A', TTL: 5, ResourceRecords: [{ Value: '192.0.2.9' }] }
    const batch = JSON.stringify({ Changes: [{ Action: 'CREATE', ResourceRecordSet: record }] })
    const changed = await aws(
      `route53 change-resource-record-sets --hosted-zone-id ${ZONE_ID} --change-batch`,
      batch,
    )
    expect(changed.ChangeInfo).toMatchObject({ Status: 'PENDING' })
  })
})
