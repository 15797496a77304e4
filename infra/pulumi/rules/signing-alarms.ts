import type * as pulumi from '@pulumi/pulumi'
import type { AlarmRow, MetricChoice } from './alarms.ts'

/** Route 53 reports every four hours; a report is seen within one hour, and applies until the next. */
const PERIOD_SECONDS = 3_600
const REPORTED: Pick<
  AlarmRow,
  'threshold' | 'comparison' | 'breaches' | 'periodSeconds' | 'whenMissing' | 'runbook'
> = {
  threshold: 0,
  comparison: 'above',
  breaches: [1, 1],
  periodSeconds: PERIOD_SECONDS,
  whenMissing: 'ignore',
  runbook: 'alarms',
}

/** If ignored, validating resolvers cannot look up the domain some days later, in every region at once. */
export function signingAlarms(zoneId: pulumi.Input<string>): readonly AlarmRow[] {
  const reported = (name: string): MetricChoice => ({
    namespace: 'AWS/Route53',
    name,
    dimensions: { HostedZoneId: zoneId },
    statistic: 'Sum',
  })
  return [
    {
      ...REPORTED,
      id: 'internal-failure',
      watch: reported('DNSSECInternalFailure'),
      says: 'Route 53 cannot sign the zone and takes no change of it until that is mended. Look at the status of the zone and of its key-signing key.',
    },
    {
      ...REPORTED,
      id: 'keys-need-action',
      watch: reported('DNSSECKeySigningKeysNeedingAction'),
      says: 'Route 53 may not use the key that signs the zone. Look whether the KMS key is enabled and what its policy says, within days: signatures that exist expire.',
    },
  ]
}
