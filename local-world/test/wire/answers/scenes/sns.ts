import { startNotifying } from '../../../sns/sns-fixture.ts'
import type { Scene } from '../scene.ts'

/** A topic with more subscribers than fit on a page. */
export async function sns(): Promise<Scene> {
  const { sns: running, topicArn: TopicArn } = await startNotifying()
  return {
    service: running.control!,
    async play(call) {
      await call('ListTopics')
      await call('GetTopicAttributes', { TopicArn })
      for (let index = 0; index < 101; index += 1)
        await call('Subscribe', { TopicArn, Protocol: 'email', Endpoint: `${index}@example.com` })
      await call('ListSubscriptions')
      await call('ListSubscriptionsByTopic', { TopicArn })
      await call('Publish', { TopicArn, Message: 'hello' })
      const [, Token] = /Token: ([\da-f]+)/.exec(running.inbox()[0]?.body ?? '') ?? []
      const { SubscriptionArn } = await call('ConfirmSubscription', { TopicArn, Token })
      await call('Unsubscribe', { SubscriptionArn })
    },
  }
}
