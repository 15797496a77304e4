import { randomUUID } from 'node:crypto'
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import type { World } from '../../../kernel/module.ts'
import { LOCAL_ACCOUNT_ID } from '../../../kernel/resource-provider.ts'
import type { RunningCloudWatch } from '../../cloudwatch/running.ts'
import { createSnsControl } from '../control/service.ts'
import { actionsOf, alarmMessage } from '../model/alarm-message.ts'
import { confirmationBody, confirmationText, type Notification, notificationBody } from '../model/message.ts'
import { type Subscription, TopicBook } from '../model/topic-book.ts'
import type { SnsPlan } from '../model/topic-plan.ts'
import type { RunningSns } from '../running.ts'
import { Inbox } from './inbox.ts'
import { isOnThisMachine, WebHooks } from './web-hooks.ts'

/** Notifies topics' subscribers of alarm changes and published messages. */
export function startSns(
  plan: SnsPlan,
  { clock, folders, journal }: Pick<World, 'clock' | 'folders' | 'journal'>,
  cloudwatch: Pick<RunningCloudWatch, 'onAlarm'>,
): RunningSns {
  const book = new TopicBook(plan)
  mkdirSync(folders.run, { recursive: true })
  const inbox = new Inbox(join(folders.run, 'inbox.txt'))
  const hooks = new WebHooks(clock, ({ url }, reason) =>
    journal.record({ module: 'sns', event: 'web hook was not reached', subject: url, detail: { reason } }),
  )
  const unsubscribe = cloudwatch.onAlarm((alarm) => {
    for (const topicArn of actionsOf(alarm)) publish({ topicArn, ...alarmMessage(alarm, LOCAL_ACCOUNT_ID) })
  })
  return {
    control: createSnsControl({ book, publish, askToConfirm }),
    addresses: () => [],
    inbox: () => inbox.mails,
    async [Symbol.asyncDispose]() {
      unsubscribe()
      hooks.close()
      inbox[Symbol.dispose]()
    },
  }

  /** Returns the message's id at once; deliveries follow. */
  function publish(told: Pick<Notification, 'topicArn' | 'subject' | 'message'>): string {
    const notification: Notification = { ...told, messageId: randomUUID(), timestampMs: clock.now() }
    const { topicArn } = notification
    for (const subscription of book.subscriptions((known) => known.topicArn === topicArn))
      if (subscription.pendingToken === undefined) deliver(subscription, notification)
    return notification.messageId
  }

  function deliver(subscription: Subscription, notification: Notification): void {
    const body = notificationBody(notification, subscription.arn)
    const { endpoint, protocol } = subscription
    if (protocol.startsWith('http')) post('Notification', subscription, notification, body)
    else mail(endpoint, notification, protocol === 'email-json' ? body : notification.message)
  }

  function askToConfirm(subscription: Subscription): void {
    const { endpoint, pendingToken = '', protocol, topicArn } = subscription
    const asked: Notification = {
      messageId: randomUUID(),
      topicArn,
      subject: 'AWS Notification - Subscription Confirmation',
      message: `${confirmationText(topicArn)}\nToken: ${pendingToken}`,
      timestampMs: clock.now(),
    }
    const body = confirmationBody(asked, pendingToken)
    if (protocol.startsWith('http')) post('SubscriptionConfirmation', subscription, asked, body)
    else mail(endpoint, asked, protocol === 'email-json' ? body : asked.message)
  }

  function mail(to: string, { subject, timestampMs, topicArn }: Notification, body: string): void {
    inbox.take({ atMs: timestampMs, to, topicArn, subject: subject ?? 'AWS Notification Message', body })
  }

  /** A web hook elsewhere (a pager's) is recorded but not called. */
  function post(
    type: string,
    { arn, endpoint }: Subscription,
    { messageId, topicArn }: Notification,
    body: string,
  ): void {
    if (!isOnThisMachine(endpoint)) {
      journal.record({
        module: 'sns',
        event: 'web hook elsewhere is not called',
        subject: endpoint,
        detail: { type },
      })
      return
    }
    void hooks.deliver({
      url: endpoint,
      body,
      headers: {
        'content-type': 'text/plain; charset=UTF-8',
        'user-agent': 'Amazon Simple Notification Service Agent',
        'x-amz-sns-message-type': type,
        'x-amz-sns-message-id': messageId,
        'x-amz-sns-topic-arn': topicArn,
        ...(type === 'Notification' && { 'x-amz-sns-subscription-arn': arn }),
      },
    })
  }
}
