/** One log event, as CloudWatch Logs stores it. */
export interface LogEvent {
  /** Increases across the whole world: the order of arrival. */
  readonly sequence: number
  readonly stream: string
  /** When the line was read from its process; also its ingestion time. */
  readonly timestampMs: number
  readonly message: string
}

/** The overhead AWS counts per event in addition to its text. */
const EVENT_OVERHEAD_BYTES = 26

export const sizeOf = ({ message }: LogEvent): number => message.length + EVENT_OVERHEAD_BYTES

const TIME_DIGITS = 14
const ID_DIGITS = 56

/** 56 digits that sort in event order, like AWS's ids. */
export const eventIdOf = ({ sequence, timestampMs }: LogEvent): string =>
  `3${String(timestampMs).padStart(TIME_DIGITS, '0')}${String(sequence).padStart(ID_DIGITS - TIME_DIGITS - 1, '0')}`

/** The sequence number in an event's id or in a token made of one; undefined for any other text. */
export function sequenceOf(id: string): number | undefined {
  return /^\d{56}$/.test(id) ? Number(id.slice(TIME_DIGITS + 1)) : undefined
}
