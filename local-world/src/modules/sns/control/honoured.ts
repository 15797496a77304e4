import type {
  ConfirmSubscriptionInput,
  GetTopicAttributesInput,
  ListSubscriptionsByTopicInput,
  ListSubscriptionsInput,
  ListTopicsInput,
  PublishInput,
  SubscribeInput,
  UnsubscribeInput,
} from '@aws-sdk/client-sns'
import { honours, type MemberTree } from '../../../kernel/honoured-members.ts'

/** Members that each operation honours; any other that is set is refused by its name. */
export const HONOURED: Readonly<Record<string, MemberTree>> = {
  ConfirmSubscription: honours<ConfirmSubscriptionInput>({
    TopicArn: true,
    Token: true,
    // Anyone with a key of the world may unsubscribe.
    AuthenticateOnUnsubscribe: 'no effect',
  }),
  GetTopicAttributes: honours<GetTopicAttributesInput>({ TopicArn: true }),
  ListSubscriptions: honours<ListSubscriptionsInput>({ NextToken: true }),
  ListSubscriptionsByTopic: honours<ListSubscriptionsByTopicInput>({ TopicArn: true, NextToken: true }),
  ListTopics: honours<ListTopicsInput>({ NextToken: true }),
  Publish: honours<PublishInput>({ TopicArn: true, TargetArn: true, Message: true, Subject: true }),
  Subscribe: honours<SubscribeInput>({
    TopicArn: true,
    Protocol: true,
    Endpoint: true,
    ReturnSubscriptionArn: true,
  }),
  Unsubscribe: honours<UnsubscribeInput>({ SubscriptionArn: true }),
}
