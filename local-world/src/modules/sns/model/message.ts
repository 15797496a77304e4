/** A message published to a topic. */
export interface Notification {
  readonly messageId: string
  readonly topicArn: string
  readonly subject: string | undefined
  readonly message: string
  readonly timestampMs: number
}

/** SNS's own URL, which nothing here serves: confirm and unsubscribe through the API. */
const addressOf = (topicArn: string, query: string): string =>
  `https://sns.${topicArn.split(':')[3]}.amazonaws.com/?${query}`

/** The body of an HTTP delivery in SNS's format; unsigned. */
export const notificationBody = (notification: Notification, subscriptionArn: string): string =>
  JSON.stringify(
    {
      Type: 'Notification',
      MessageId: notification.messageId,
      TopicArn: notification.topicArn,
      ...(notification.subject !== undefined && { Subject: notification.subject }),
      Message: notification.message,
      Timestamp: new Date(notification.timestampMs).toISOString(),
      UnsubscribeURL: addressOf(
        notification.topicArn,
        `Action=Unsubscribe&SubscriptionArn=${subscriptionArn}`,
      ),
    },
    null,
    2,
  )

/** The first message to an endpoint, which becomes a subscriber when its owner confirms with the token. */
export const confirmationBody = (notification: Notification, token: string): string =>
  JSON.stringify(
    {
      Type: 'SubscriptionConfirmation',
      MessageId: notification.messageId,
      Token: token,
      TopicArn: notification.topicArn,
      Message: confirmationText(notification.topicArn),
      SubscribeURL: addressOf(
        notification.topicArn,
        `Action=ConfirmSubscription&TopicArn=${notification.topicArn}&Token=${token}`,
      ),
      Timestamp: new Date(notification.timestampMs).toISOString(),
    },
    null,
    2,
  )

export const confirmationText = (topicArn: string): string =>
  `You have chosen to subscribe to the topic ${topicArn}.\nTo confirm the subscription, visit the SubscribeURL included in this message.`
