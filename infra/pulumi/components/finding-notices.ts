import { FIRST_PRIMARY, REGION_IDS, REGIONS } from '@meridian/topology'
import * as aws from '@pulumi/aws'
import * as pulumi from '@pulumi/pulumi'
import { Component } from '../component.ts'
import { once, type Regional } from '../regional.ts'
import { type Audience, assumedByRules, FAILURES, FINDINGS, findingPolicy } from '../rules/findings.ts'
import type { AlarmTopics } from './alarm-topics.ts'
import type { RegionKeys } from './region-keys.ts'

export interface FindingNoticesArgs {
  accountId: pulumi.Input<string>
  providers: Regional<aws.Provider>
  topics: Regional<AlarmTopics>
  keys: Regional<RegionKeys>
  /** Whether any of AWS's detectors is on; failures of this stack are always reported. */
  hasWatchers: boolean
}

const AUDIENCES = Object.keys(FINDINGS) as Audience[]

/** Sends failures and findings of AWS's detectors to the topics of the region's alarms: an unread finding protects nothing. */
export class FindingNotices extends Component {
  constructor(name: string, args: FindingNoticesArgs, opts?: pulumi.ComponentResourceOptions) {
    super('meridian:security:FindingNotices', name, opts)
    const parent = this
    const topics = REGION_IDS.map((region) => ({
      region,
      arns: { pager: args.topics[region].pagerArn, notices: args.topics[region].noticesArn },
    }))

    const roleArn = createRole()
    for (const { region, arns } of topics) {
      const regional = `${name}-${REGIONS[region].code}`
      const provider = args.providers[region]
      for (const audience of args.hasWatchers ? AUDIENCES : [])
        createRule(`${regional}-${audience}`, FINDINGS[audience], audience, arns[audience], provider)
      createRule(`${regional}-failures`, FAILURES, 'notices', arns.notices, provider)
    }
    this.registerOutputs({})

    /** A role, not a statement in the topics' policies: only with a role does EventBridge pass the account that it acts for. */
    function createRole(): pulumi.Output<string> {
      const options = { parent, provider: args.providers[FIRST_PRIMARY] }
      const assumeRolePolicy = pulumi.output(args.accountId).apply((id) => JSON.stringify(assumedByRules(id)))
      const role = new aws.iam.Role(name, { assumeRolePolicy }, options)
      const topicArns = topics.flatMap(({ arns }) => [arns.pager, arns.notices])
      const keyArns = REGION_IDS.map((region) => args.keys[region].logsKeyArn)
      const policy = pulumi
        .all([pulumi.all(topicArns), pulumi.all(keyArns)])
        .apply(([toTopics, withKeys]) => JSON.stringify(findingPolicy(toTopics, withKeys)))
      return once(role.arn, new aws.iam.RolePolicy(name, { role: role.name, policy }, options))
    }

    function createRule(
      ruleName: string,
      { description, pattern }: { readonly description: string; readonly pattern: object },
      audience: Audience,
      topicArn: pulumi.Output<string>,
      provider: aws.Provider,
    ) {
      const rule = new aws.cloudwatch.EventRule(
        ruleName,
        { description, eventPattern: JSON.stringify(pattern) },
        { parent, provider },
      )
      new aws.cloudwatch.EventTarget(
        ruleName,
        { rule: rule.name, targetId: audience, arn: topicArn, roleArn },
        { parent, provider },
      )
    }
  }
}
