import type { PublishInput, PublishResponse } from '@aws-sdk/client-sns'
import type { WireContext } from '../../../../kernel/wire-service.ts'
import { invalidParameter } from '../aws-errors.ts'
import type { SnsControl } from '../context.ts'
import { topicOf } from '../lookups.ts'

const MOST_MESSAGE_BYTES = 262_144
/** Printable ASCII, at most a hundred characters. */
const SUBJECT = /^[\x21-\x7e][\x20-\x7e]{0,99}$/

export const publish =
  ({ book, publish: tell }: SnsControl) =>
  (input: PublishInput, { region }: WireContext): PublishResponse => {
    const { Message = '', Subject, TargetArn, TopicArn = TargetArn } = input
    const topic = topicOf(book, TopicArn, region)
    if (Message === '') throw invalidParameter('Empty message')
    if (Buffer.byteLength(Message) > MOST_MESSAGE_BYTES) throw invalidParameter('Message too long')
    if (Subject !== undefined && !SUBJECT.test(Subject)) throw invalidParameter('Subject')
    return { MessageId: tell({ topicArn: topic.arn, subject: Subject, message: Message }) }
  }
