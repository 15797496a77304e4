import { onTestFinished } from 'vitest'
import { startRoute53 } from '../../../../src/modules/route53/engine/start.ts'
import { planRoute53 } from '../../../../src/modules/route53/plan/plan.ts'
import { HEALTH_CHECK_TYPE, ZONE_TYPE } from '../../../../src/modules/route53/resources.ts'
import { controlArn, controlNodes } from '../../../arc/switched-program.ts'
import {
  DOMAIN,
  exampleGraph,
  healthCheckId,
  names,
  node,
  record,
  ZONE_ID,
} from '../../../route53/example-program.ts'
import { createStandIns } from '../../../route53/stand-ins.ts'
import { eventually } from '../../../support/conditions.ts'
import type { Scene } from '../scene.ts'

/** A zone with a record of each routing policy, and a health check of each kind. */
export async function route53(): Promise<Scene> {
  const { dependencies, world } = createStandIns()
  const graph = exampleGraph(
    record('plain', { name: `plain.${DOMAIN}`, ttl: 60, records: ['192.0.2.1'] }),
    record('weighted', {
      name: `weighted.${DOMAIN}`,
      setIdentifier: 'one',
      weightedRoutingPolicies: [{ weight: 1 }],
      ttl: 60,
      records: ['192.0.2.1'],
    }),
    ...controlNodes(),
    node(ZONE_TYPE, 'other', { name: 'other.example' }, { zoneId: 'Z0OTHER', nameServers: [] }, 'Z0OTHER'),
    node(HEALTH_CHECK_TYPE, 'both', {
      type: 'CALCULATED',
      childHealthThreshold: 1,
      childHealthchecks: [healthCheckId('us-east-1')],
    }),
    node(HEALTH_CHECK_TYPE, 'alarm', {
      type: 'CLOUDWATCH_METRIC',
      cloudwatchAlarmName: 'lag',
      cloudwatchAlarmRegion: 'us-east-1',
      insufficientDataHealthStatus: 'LastKnownStatus',
    }),
    node(HEALTH_CHECK_TYPE, 'words', {
      type: 'HTTPS_STR_MATCH',
      fqdn: names.region('us-east-1'),
      ipAddress: '192.0.2.1',
      regions: ['us-east-1', 'us-west-2', 'eu-west-1'],
      port: 443,
      resourcePath: '/',
      searchString: 'ready',
      requestInterval: 10,
      failureThreshold: 3,
    }),
    node(HEALTH_CHECK_TYPE, 'control', {
      type: 'RECOVERY_CONTROL',
      routingControlArn: controlArn('us-east-1'),
    }),
  )
  const running = await startRoute53(planRoute53(graph), world, dependencies)
  onTestFinished(() => running[Symbol.asyncDispose]())
  // Without the rate limit, which would reject most of them.
  const { admit: _, ...service } = running.control!
  return {
    service,
    async play(call) {
      await call('ListHostedZones')
      await call('ListHostedZonesByName', { DNSName: DOMAIN, HostedZoneId: ZONE_ID, MaxItems: 1 })
      await call('GetHostedZone', { Id: ZONE_ID })
      await call('ListResourceRecordSets', { HostedZoneId: ZONE_ID })
      await call('ListResourceRecordSets', {
        HostedZoneId: ZONE_ID,
        MaxItems: 1,
        StartRecordName: names.nearest,
        StartRecordType: 'A',
      })
      await call('ListHealthChecks')
      await call('GetHealthCheck', { HealthCheckId: 'words' })
      await eventually(
        'a checker’s report',
        () => call('GetHealthCheckStatus', { HealthCheckId: healthCheckId('us-east-1') }),
        ({ HealthCheckObservations }) => HealthCheckObservations.length > 0,
      )
      const { ChangeInfo } = await call('ChangeResourceRecordSets', {
        HostedZoneId: ZONE_ID,
        ChangeBatch: {
          Comment: 'a new name',
          Changes: [
            {
              Action: 'CREATE',
              ResourceRecordSet: {
                Name: `made.${DOMAIN}`,
                Type: 'A',
                TTL: 60,
                ResourceRecords: [{ Value: '192.0.2.1' }],
              },
            },
          ],
        },
      })
      await call('GetChange', { Id: ChangeInfo.Id })
      await call('TestDNSAnswer', { HostedZoneId: ZONE_ID, RecordName: names.nearest, RecordType: 'A' })
    },
  }
}
