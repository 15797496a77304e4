import type * as pulumi from '@pulumi/pulumi'
import type { AlarmRow } from './alarms.ts'

/** Steps of canaries/read-campaign.js. */
const STEPS = { reads: 'read-campaign', home: 'home-region' } as const

const SECONDS_PER_MINUTE = 60

/** A region as seen from outside by its own visitors. */
export function canaryAlarms(canary: {
  readonly name: pulumi.Input<string>
  readonly everyMinutes: number
}): readonly AlarmRow[] {
  const success = (step: string) => ({
    namespace: 'CloudWatchSynthetics',
    name: 'SuccessPercent',
    dimensions: { CanaryName: canary.name, StepName: step },
    statistic: 'Average',
  })
  const common = {
    threshold: 100,
    comparison: 'below',
    breaches: [2, 3],
    periodSeconds: canary.everyMinutes * SECONDS_PER_MINUTE,
    // A canary that does not run says nothing about visitors.
    whenMissing: 'ignore',
  } as const
  return [
    {
      ...common,
      id: 'reads',
      watch: success(STEPS.reads),
      says: 'Visitors near this region cannot read a campaign, although CloudFront has tried two regions. Check which regions are healthy and which one writes.',
      runbook: 'look',
    },
    {
      ...common,
      id: 'home',
      watch: success(STEPS.home),
      says: 'Visitors near this region are served by another one: slower, and otherwise well. Find out why the region is out of DNS.',
      runbook: 'choose',
    },
  ]
}
