import type { HonouredProperties } from '../../../kernel/honoured-properties.ts'

/** Properties that each type honours; any other that is set is refused by name. */
export const HONOURED_PROPERTIES: HonouredProperties = {
  'aws:route53/zone:Zone': {
    name: true,
    comment: true,
    forceDestroy: 'no effect',
  },
  'aws:route53/record:Record': {
    zoneId: true,
    name: true,
    type: true,
    ttl: true,
    records: true,
    setIdentifier: true,
    healthCheckId: true,
    allowOverwrite: true,
    aliases: {
      name: true,
      zoneId: true,
      evaluateTargetHealth: true,
    },
    failoverRoutingPolicies: {
      type: true,
    },
    geolocationRoutingPolicies: {
      continent: true,
      country: true,
      subdivision: true,
    },
    latencyRoutingPolicies: {
      region: true,
    },
    weightedRoutingPolicies: {
      weight: true,
    },
  },
  'aws:route53/healthCheck:HealthCheck': {
    type: true,
    fqdn: true,
    ipAddress: true,
    port: true,
    resourcePath: true,
    searchString: true,
    requestInterval: true,
    failureThreshold: true,
    invertHealthcheck: true,
    disabled: true,
    childHealthchecks: true,
    childHealthThreshold: true,
    referenceName: true,
    cloudwatchAlarmName: true,
    cloudwatchAlarmRegion: true,
    insufficientDataHealthStatus: true,
    routingControlArn: true,
    enableSni: 'no effect',
    measureLatency: 'no effect',
    regions: 'no effect',
  },
}
