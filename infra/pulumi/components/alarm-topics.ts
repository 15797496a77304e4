import * as aws from '@pulumi/aws'
import * as pulumi from '@pulumi/pulumi'
import { Component } from '../component.ts'
import type { Settings } from '../config.ts'
import { topicPolicy } from '../rules/notification-policies.ts'

export interface AlarmTopicsArgs {
  accountId: pulumi.Input<string>
  /** One that CloudWatch may use: the AWS managed key for SNS does not allow it, and the topic would stay silent. */
  keyArn: pulumi.Input<string>
  settings: Pick<Settings, 'pagerEndpoint' | 'noticeEmail'>
}

/** The topics of a region's alarms: one pages a person, the other is read in working hours. */
export class AlarmTopics extends Component {
  readonly pagerArn: pulumi.Output<string>
  readonly noticesArn: pulumi.Output<string>

  constructor(name: string, args: AlarmTopicsArgs, opts?: pulumi.ComponentResourceOptions) {
    super('meridian:operations:AlarmTopics', name, opts)
    const parent = this

    this.pagerArn = createTopic('pager', args.settings.pagerEndpoint)
    this.noticesArn = createTopic('notices', args.settings.noticeEmail)
    this.registerOutputs({ pagerArn: this.pagerArn, noticesArn: this.noticesArn })

    function createTopic(purpose: string, endpoint: string): pulumi.Output<string> {
      const topic = new aws.sns.Topic(`${name}-${purpose}`, { kmsMasterKeyId: args.keyArn }, { parent })
      const policy = pulumi.all([topic.arn, args.accountId]).apply(([arn, id]) => topicPolicy(arn, id))
      new aws.sns.TopicPolicy(
        `${name}-${purpose}`,
        { arn: topic.arn, policy: pulumi.jsonStringify(policy) },
        { parent },
      )
      if (endpoint !== 'none') subscribe(purpose, topic, endpoint)
      return topic.arn
    }

    function subscribe(purpose: string, topic: aws.sns.Topic, endpoint: string) {
      const isWeb = endpoint.startsWith('https://')
      new aws.sns.TopicSubscription(
        `${name}-${purpose}`,
        {
          topic: topic.arn,
          protocol: isWeb ? 'https' : 'email',
          endpoint,
          // PagerDuty and Opsgenie confirm automatically; people have to open a link.
          ...(isWeb && { endpointAutoConfirms: true }),
        },
        { parent },
      )
    }
  }
}
