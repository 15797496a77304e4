import type { GetSamplingRulesCommandInput, GetSamplingRulesResult, SamplingRule } from '@aws-sdk/client-xray'
import type { WireContext } from '../../../../kernel/wire-service.ts'
import type { SamplingRulePlan } from '../../model/xray-plan.ts'
import type { XRayControl } from '../context.ts'

/** X-Ray's own rule, evaluated last; it exists in every region. */
const DEFAULT_RULE = {
  RuleName: 'Default',
  ResourceARN: '*',
  Priority: 10_000,
  FixedRate: 0.05,
  ReservoirSize: 1,
  ServiceName: '*',
  ServiceType: '*',
  Host: '*',
  HTTPMethod: '*',
  URLPath: '*',
  Version: 1,
  Attributes: {},
} as const satisfies SamplingRule

/** The program's rules by priority, then X-Ray's own, on one page. */
export const getSamplingRules =
  ({ plan, startedAtMs }: XRayControl) =>
  (_input: GetSamplingRulesCommandInput, { accountId, region }: WireContext): GetSamplingRulesResult => {
    const defaultArn = `arn:aws:xray:${region}:${accountId}:sampling-rule/Default`
    const rules = plan.rules
      .filter((rule) => rule.region === region)
      .toSorted((one, other) => one.priority - other.priority)
      .map(toRule)
    const all: SamplingRule[] = [...rules, { ...DEFAULT_RULE, RuleARN: defaultArn }]
    const made = new Date(startedAtMs)
    return {
      SamplingRuleRecords: all.map((SamplingRule) => ({ SamplingRule, CreatedAt: made, ModifiedAt: made })),
    }
  }

const toRule = (rule: SamplingRulePlan): SamplingRule => ({
  RuleName: rule.name,
  RuleARN: rule.arn,
  ResourceARN: rule.resourceArn,
  Priority: rule.priority,
  FixedRate: rule.fixedRate,
  ReservoirSize: rule.reservoirSize,
  ServiceName: rule.serviceName,
  ServiceType: rule.serviceType,
  Host: rule.host,
  HTTPMethod: rule.httpMethod,
  URLPath: rule.urlPath,
  Version: 1,
  Attributes: {},
})
