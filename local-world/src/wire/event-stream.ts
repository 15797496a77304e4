import { EventStreamCodec } from '@smithy/core/event-streams'
import type { NormalizedSchema } from '@smithy/core/schema'
import { encodeJson } from './json.ts'

export const EVENT_STREAM = 'application/vnd.amazon.eventstream'

type Events = AsyncIterable<Readonly<Record<string, object>>>

/** The events of an output, each an object with one member, and their schema. */
interface EventStream {
  readonly events: Events
  readonly schema: NormalizedSchema
}

/** The stream among an output's members; undefined for an operation with a single response document. */
export function eventStreamIn(schema: NormalizedSchema, output: object): EventStream | undefined {
  const member = schema.isStructSchema() ? schema.getEventStreamMember() : ''
  return member === ''
    ? undefined
    : { events: (output as Record<string, Events>)[member] as Events, schema: schema.getMemberSchema(member) }
}

const codec = new EventStreamCodec(
  (bytes) => (typeof bytes === 'string' ? bytes : Buffer.from(bytes).toString('utf8')),
  (text) => Buffer.from(text, 'utf8'),
)

/** Messages in AWS's binary framing. A JSON service first sends the members outside the stream, of which there are none. */
export async function* encodeEvents({ events, schema }: EventStream): AsyncGenerator<Uint8Array> {
  yield encodeEvent('initial-response', {})
  for await (const event of events)
    for (const [name, content] of Object.entries(event))
      yield encodeEvent(name, encodeJson(schema.getMemberSchema(name), content))
}

const encodeEvent = (name: string, content: unknown): Uint8Array =>
  codec.encode({
    headers: {
      ':message-type': { type: 'string', value: 'event' },
      ':event-type': { type: 'string', value: name },
      ':content-type': { type: 'string', value: 'application/json' },
    },
    body: Buffer.from(JSON.stringify(content)),
  })
