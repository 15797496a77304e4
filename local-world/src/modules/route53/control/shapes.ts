import type {
  ChangeInfo,
  HealthCheckConfig,
  HealthCheckRegion,
  HostedZone,
  ResourceRecordSet,
  RRType,
  HealthCheck as SdkHealthCheck,
} from '@aws-sdk/client-route-53'
import type { HealthCheck } from '../model/health-check.ts'
import { apiName } from '../model/names.ts'
import type { RecordSet, RoutingPolicy, Zone } from '../model/zone.ts'
import type { ChangeRecord } from '../model/zone-store.ts'

export function hostedZoneShape(zone: Zone): HostedZone {
  return {
    Id: `/hostedzone/${zone.id}`,
    Name: apiName(zone.name),
    CallerReference: zone.id,
    Config: { Comment: zone.comment, PrivateZone: false },
    ResourceRecordSetCount: zone.records.length,
  }
}

export function changeShape({ id, submittedAtMs, comment, isInSync }: ChangeRecord): ChangeInfo {
  return {
    Id: `/change/${id}`,
    Status: isInSync ? 'INSYNC' : 'PENDING',
    SubmittedAt: new Date(submittedAtMs),
    ...(comment !== '' && { Comment: comment }),
  }
}

export function recordSetShape(record: RecordSet): ResourceRecordSet {
  return {
    Name: apiName(record.name),
    Type: record.type as RRType,
    ...(record.setIdentifier !== undefined && { SetIdentifier: record.setIdentifier }),
    ...policyShape(record.policy),
    ...(record.ttl !== undefined && { TTL: record.ttl }),
    ...(record.alias
      ? {
          AliasTarget: {
            HostedZoneId: record.alias.zoneId,
            DNSName: apiName(record.alias.name),
            EvaluateTargetHealth: record.alias.evaluateTargetHealth,
          },
        }
      : { ResourceRecords: record.values.map((Value) => ({ Value })) }),
    ...(record.healthCheckId !== undefined && { HealthCheckId: record.healthCheckId }),
  }
}

function policyShape(policy: RoutingPolicy): Partial<ResourceRecordSet> {
  switch (policy.kind) {
    case 'simple':
      return {}
    case 'failover':
      return { Failover: policy.role }
    case 'latency':
      return { Region: policy.region }
    case 'weighted':
      return { Weight: policy.weight }
    case 'geolocation': {
      const { continent, country, subdivision } = policy.match
      return {
        GeoLocation: {
          ...(continent && { ContinentCode: continent }),
          ...(country && { CountryCode: country }),
          ...(subdivision && { SubdivisionCode: subdivision }),
        },
      }
    }
  }
}

export function healthCheckShape(healthCheck: HealthCheck): SdkHealthCheck {
  const { check, id, isDisabled, isInverted, type } = healthCheck
  return {
    Id: id,
    CallerReference: id,
    HealthCheckConfig: {
      Type: type as 'HTTP',
      Inverted: isInverted,
      Disabled: isDisabled,
      ...checkShape(check),
    },
    HealthCheckVersion: 1,
  }
}

function checkShape(check: HealthCheck['check']): Partial<HealthCheckConfig> {
  switch (check.kind) {
    case 'calculated':
      return { ChildHealthChecks: [...check.children], HealthThreshold: check.threshold }
    case 'alarm':
      return {
        AlarmIdentifier: { Name: check.alarmName, Region: check.region },
        InsufficientDataHealthStatus: check.withoutData,
      }
    case 'control':
      return { RoutingControlArn: check.routingControlArn }
    case 'endpoint':
      return {
        ...(check.ipAddress !== undefined && { IPAddress: check.ipAddress }),
        ...(check.name !== undefined && { FullyQualifiedDomainName: check.name }),
        Port: check.port,
        ...(check.protocol !== 'TCP' && { ResourcePath: check.path }),
        ...(check.searchString !== undefined && { SearchString: check.searchString }),
        RequestInterval: check.intervalSeconds,
        FailureThreshold: check.failureThreshold,
        MeasureLatency: check.measuresLatency,
        EnableSNI: check.sendsName,
        ...(check.checkerRegions.length > 0 && { Regions: [...check.checkerRegions] as HealthCheckRegion[] }),
      }
  }
}
