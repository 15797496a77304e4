import { randomBytes, randomUUID } from 'node:crypto'
import type { SubscribeInput, SubscribeResponse } from '@aws-sdk/client-sns'
import type { WireContext } from '../../../../kernel/wire-service.ts'
import { invalidParameter } from '../aws-errors.ts'
import type { SnsControl } from '../context.ts'
import { topicOf } from '../lookups.ts'

const PROTOCOLS = ['http', 'https', 'email', 'email-json']
const TOKEN_BYTES = 32

/** Pending until confirmed; subscribing the same endpoint again sends another confirmation request. */
export const subscribe =
  ({ askToConfirm, book }: SnsControl) =>
  (input: SubscribeInput, { region }: WireContext): SubscribeResponse => {
    const { Endpoint = '', Protocol = '', ReturnSubscriptionArn } = input
    const topic = topicOf(book, input.TopicArn, region)
    if (!PROTOCOLS.includes(Protocol))
      throw invalidParameter(`the local world delivers by ${PROTOCOLS.join(', ')}, not by "${Protocol}"`)
    refuseEndpoint(Protocol, Endpoint)
    const known = book.find(topic.arn, Protocol, Endpoint)
    const subscription = known ?? {
      arn: `${topic.arn}:${randomUUID()}`,
      topicArn: topic.arn,
      protocol: Protocol,
      endpoint: Endpoint,
      pendingToken: randomBytes(TOKEN_BYTES).toString('hex'),
    }
    if (!known) book.add(subscription)
    const isPending = subscription.pendingToken !== undefined
    if (isPending) askToConfirm(subscription)
    return {
      SubscriptionArn: isPending && !ReturnSubscriptionArn ? 'pending confirmation' : subscription.arn,
    }
  }

function refuseEndpoint(protocol: string, endpoint: string): void {
  if (protocol.startsWith('email')) {
    if (!/^[^@\s]+@[^@\s]+$/.test(endpoint)) throw invalidParameter('Email address')
  } else if (!URL.canParse(endpoint) || new URL(endpoint).protocol !== `${protocol}:`)
    throw invalidParameter('Endpoint must match the specified protocol')
}
