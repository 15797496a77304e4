import type { GetSamplingTargetsCommandInput, GetSamplingTargetsResult } from '@aws-sdk/client-xray'
import type { WireContext } from '../../../../kernel/wire-service.ts'
import type { XRayControl } from '../context.ts'

/** X-Ray's interval: a sampler reports and asks every ten seconds. */
const INTERVAL_SECONDS = 10
const DEFAULT_RATE = 0.05

/** Each sampler gets the whole reservoir; it is not divided among them. */
export const getSamplingTargets =
  ({ clock, plan, startedAtMs }: XRayControl) =>
  (input: GetSamplingTargetsCommandInput, { region }: WireContext): GetSamplingTargetsResult => {
    const nowMs = clock.now()
    const documents = input.SamplingStatisticsDocuments ?? []
    const ruleOf = (name: string | undefined) =>
      name === 'Default'
        ? { fixedRate: DEFAULT_RATE, reservoirSize: 1 }
        : plan.rules.find((rule) => rule.region === region && rule.name === name)
    return {
      SamplingTargetDocuments: documents.flatMap(({ RuleName }) => {
        const rule = ruleOf(RuleName)
        return rule
          ? [
              {
                RuleName,
                FixedRate: rule.fixedRate,
                ReservoirQuota: rule.reservoirSize,
                ReservoirQuotaTTL: new Date(nowMs + INTERVAL_SECONDS * 1_000),
                Interval: INTERVAL_SECONDS,
              },
            ]
          : []
      }),
      LastRuleModification: new Date(startedAtMs),
      UnprocessedStatistics: documents.flatMap(({ RuleName }) =>
        ruleOf(RuleName)
          ? []
          : [{ RuleName, ErrorCode: 'InvalidRule', Message: `Rule ${RuleName} does not exist` }],
      ),
    }
  }
