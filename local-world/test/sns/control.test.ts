import { readFileSync } from 'node:fs'
import { createServer, type IncomingHttpHeaders } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import {
  ConfirmSubscriptionCommand,
  GetTopicAttributesCommand,
  ListSubscriptionsByTopicCommand,
  ListSubscriptionsCommand,
  ListTopicsCommand,
  PublishCommand,
  SubscribeCommand,
  UnsubscribeCommand,
} from '@aws-sdk/client-sns'
import { describe, expect, it, onTestFinished } from 'vitest'
import { awsCli, describeWithAwsCli } from '../support/aws-cli.ts'
import { alarmTelling, OWNER, startNotifying } from './sns-fixture.ts'

const RETRY_MS = 20_000

/** A web hook on this machine that answers with the given statuses. */
async function startHook(statuses: readonly number[] = []) {
  const received: { readonly headers: IncomingHttpHeaders; readonly body: Record<string, string> }[] = []
  const server = createServer(async (request, response) => {
    received.push({ headers: request.headers, body: JSON.parse(await text(request)) })
    response.writeHead(statuses[received.length - 1] ?? 200).end()
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => new Promise((resolve) => server.close(() => resolve(undefined))))
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/hook`, received }
}

describe('a topic', () => {
  it('of the program has its subscribers', async () => {
    const { client, topicArn } = await startNotifying()
    expect((await client.send(new ListTopicsCommand({}))).Topics).toEqual([{ TopicArn: topicArn }])
    const subscriptions = [{ Protocol: 'email', Endpoint: OWNER, TopicArn: topicArn, Owner: '000000000000' }]
    expect((await client.send(new ListSubscriptionsCommand({}))).Subscriptions).toMatchObject(subscriptions)
    const { Attributes } = await client.send(new GetTopicAttributesCommand({ TopicArn: topicArn }))
    expect(Attributes).toMatchObject({
      SubscriptionsConfirmed: '1',
      SubscriptionsPending: '0',
      KmsMasterKeyId: 'key',
    })
  })

  it('that does not exist fails with AWS’s error', async () => {
    const { client, topicArn } = await startNotifying()
    await expect(
      client.send(new PublishCommand({ TopicArn: `${topicArn}-other`, Message: 'a' })),
    ).rejects.toMatchObject({ name: 'NotFoundException', message: 'Topic does not exist' })
    await expect(
      client.send(new PublishCommand({ TopicArn: 'notices', Message: 'a' })),
    ).rejects.toMatchObject({
      name: 'InvalidParameterException',
      message: 'Invalid parameter: TopicArn',
    })
  })

  it('mails published messages', async () => {
    const { client, run, sns, topicArn } = await startNotifying()
    await client.send(new PublishCommand({ TopicArn: topicArn, Subject: 'Drill', Message: 'It begins' }))
    expect(sns.inbox()).toMatchObject([{ to: OWNER, subject: 'Drill', body: 'It begins' }])
    expect(readFileSync(join(run, 'inbox.txt'), 'utf8')).toContain('Subject: Drill\n')
  })
})

describe('a subscription', () => {
  // INV-SNS-1
  it('(1) receives messages once it is confirmed, and none after it has ended', async () => {
    const { client, topicArn } = await startNotifying()
    const { received, url } = await startHook()
    const publish = (Message: string) => client.send(new PublishCommand({ TopicArn: topicArn, Message }))
    const asked = await client.send(
      new SubscribeCommand({ TopicArn: topicArn, Protocol: 'http', Endpoint: url }),
    )
    expect(asked.SubscriptionArn).toBe('pending confirmation')
    await expect.poll(() => received.length).toBe(1)
    expect(received[0]).toMatchObject({
      headers: {
        'x-amz-sns-message-type': 'SubscriptionConfirmation',
        'content-type': 'text/plain; charset=UTF-8',
      },
      body: { Type: 'SubscriptionConfirmation', TopicArn: topicArn },
    })
    await publish('too early')
    const Token = received[0]?.body.Token
    const { SubscriptionArn } = await client.send(
      new ConfirmSubscriptionCommand({ TopicArn: topicArn, Token }),
    )
    await publish('in time')
    await expect.poll(() => received.length).toBe(2)
    expect(received[1]).toMatchObject({
      headers: { 'x-amz-sns-message-type': 'Notification', 'x-amz-sns-subscription-arn': SubscriptionArn },
      body: { Type: 'Notification', Message: 'in time' },
    })
    await client.send(new UnsubscribeCommand({ SubscriptionArn }))
    await publish('too late')
    const { Subscriptions } = await client.send(new ListSubscriptionsByTopicCommand({ TopicArn: topicArn }))
    expect(Subscriptions).toHaveLength(1)
    expect(received).toHaveLength(2)
  })

  it('of a mail address is confirmed with the token of its mail', async () => {
    const { client, sns, topicArn } = await startNotifying()
    const subscribe = { TopicArn: topicArn, Protocol: 'email', Endpoint: 'b@example.com' }
    await client.send(new SubscribeCommand(subscribe))
    const [, Token] = /Token: ([\da-f]+)/.exec(sns.inbox()[0]?.body ?? '') ?? []
    await client.send(new ConfirmSubscriptionCommand({ TopicArn: topicArn, Token }))
    const again = await client.send(new SubscribeCommand(subscribe))
    expect(again.SubscriptionArn).toMatch(new RegExp(`^${topicArn}:`))
  })

  it.each([
    [{ Protocol: 'sms', Endpoint: '+1' }, 'not by "sms"'],
    [{ Protocol: 'email', Endpoint: 'nobody' }, 'Email address'],
    [{ Protocol: 'https', Endpoint: 'http://127.0.0.1/' }, 'Endpoint must match the specified protocol'],
  ])('refuses %j', async (input, reason) => {
    const { client, topicArn } = await startNotifying()
    await expect(client.send(new SubscribeCommand({ TopicArn: topicArn, ...input }))).rejects.toThrow(reason)
  })
})

describe('an alarm', () => {
  // INV-SNS-2
  it('(2) that goes off sends a mail in CloudWatch’s format', async () => {
    const { raise, sns, topicArn } = await startNotifying()
    raise(alarmTelling(topicArn))
    const [mail] = sns.inbox()
    expect(mail?.subject).toBe('ALARM: "use1-traffic-slow" in US East (N. Virginia)')
    expect(JSON.parse(mail?.body ?? '')).toMatchObject({
      AlarmName: 'use1-traffic-slow',
      NewStateValue: 'ALARM',
      OldStateValue: 'OK',
      Region: 'US East (N. Virginia)',
      StateChangeTime: '2026-12-01T09:00:00.000+0000',
      Trigger: {
        MetricName: 'Slow',
        Statistic: 'SUM',
        Dimensions: [{ name: 'Zone', value: 'a' }],
        Threshold: 5,
        TreatMissingData: 'notBreaching',
      },
    })
  })
})

describe('a web hook', () => {
  // INV-SNS-3
  it('(3) that fails is retried', async () => {
    const { client, clock, topicArn } = await startNotifying()
    const { received, url } = await startHook([500, 200])
    await client.send(new SubscribeCommand({ TopicArn: topicArn, Protocol: 'http', Endpoint: url }))
    await expect.poll(() => received.length).toBe(1)
    await expect
      .poll(async () => {
        await clock.advance(RETRY_MS)
        return received.length
      })
      .toBe(2)
  })

  // INV-SNS-3
  it('(3) outside the world is recorded, and not called', async () => {
    const { client, journal, topicArn } = await startNotifying()
    const Endpoint = 'https://events.pager.example/hook'
    await client.send(new SubscribeCommand({ TopicArn: topicArn, Protocol: 'https', Endpoint }))
    expect(journal.entries()).toMatchObject([
      { event: 'web hook elsewhere is not called', subject: Endpoint },
    ])
  })
})

describeWithAwsCli('the stock AWS CLI', () => {
  it('subscribes and publishes', async () => {
    const { port, sns, topicArn } = await startNotifying()
    const aws = awsCli(`http://127.0.0.1:${port}`)
    const asked = await aws(
      `sns subscribe --topic-arn ${topicArn} --protocol email --notification-endpoint c@example.com`,
    )
    expect(asked).toEqual({ SubscriptionArn: 'pending confirmation' })
    await aws(`sns publish --topic-arn ${topicArn} --message`, 'hello there')
    expect(sns.inbox().map(({ to, body }) => [to, body])).toContainEqual([OWNER, 'hello there'])
  })
})
