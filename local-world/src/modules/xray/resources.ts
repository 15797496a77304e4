import type { ResourceProvider } from '../../kernel/resource-provider.ts'

export const SAMPLING_RULE_TYPE = 'aws:xray/samplingRule:SamplingRule'
export const GROUP_TYPE = 'aws:xray/group:Group'

/** The provider's id is the rule's name. */
const samplingRule: ResourceProvider = ({ accountId, inputs, name, region }) => {
  const ruleName = String(inputs.ruleName ?? name)
  const arn = `arn:aws:xray:${region}:${accountId}:sampling-rule/${ruleName}`
  return { id: ruleName, outputs: { region, ...inputs, ruleName, arn, tagsAll: inputs.tags ?? {} } }
}

/** The provider's id is the group's ARN. */
const group: ResourceProvider = ({ accountId, inputs, name, region, suffix }) => {
  const groupName = String(inputs.groupName ?? name)
  const arn = `arn:aws:xray:${region}:${accountId}:group/${groupName}/${suffix(26, 'upper')}`
  return { id: arn, outputs: { region, ...inputs, groupName, arn, tagsAll: inputs.tags ?? {} } }
}

export const xrayResources: Readonly<Record<string, ResourceProvider>> = {
  [SAMPLING_RULE_TYPE]: samplingRule,
  [GROUP_TYPE]: group,
}
