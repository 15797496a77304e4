import pino, { type DestinationStream, type Logger as PinoLogger } from 'pino'
import { redactPersonalFields, scrubText } from './redaction.ts'

/** The logger type of the services. */
export type Logger = PinoLogger

export interface LoggerOptions {
  readonly service: string
  readonly region: string
  readonly level: string
  /** Identifies the process among the tasks of its service. */
  readonly task?: string
  /** Where lines go; by default standard output, buffered. */
  readonly destination?: DestinationStream
}

/** Lines wait at most this long in memory; a crash flushes them on exit. */
const FLUSH_WITHIN_MS = 200
const BUFFER_BYTES = 4096

/** A JSON logger that names its region and service on every line and never writes personal data. */
export function createLogger(options: LoggerOptions): Logger {
  const { service, region, level, task } = options
  return pino(
    {
      level,
      base: task === undefined ? { service, region } : { service, region, task },
      timestamp: pino.stdTimeFunctions.isoTime,
      formatters: {
        level: (label) => ({ level: label }),
        log: redactLine,
      },
      serializers: { err: describeError, error: describeError },
    },
    options.destination ?? bufferedStandardOutput(),
  )
}

/** Writing each line on its own costs more than serving a cached read (see bench/). No timer runs unless lines are waiting. */
function bufferedStandardOutput(): DestinationStream {
  const output = pino.destination({ fd: 1, sync: false, minLength: BUFFER_BYTES })
  const write = output.write.bind(output)
  let isFlushDue = false
  output.write = (line) => {
    if (!isFlushDue) {
      isFlushDue = true
      setTimeout(flush, FLUSH_WITHIN_MS).unref()
    }
    return write(line)
  }
  return output

  function flush(): void {
    isFlushDue = false
    output.flush()
  }
}

/** A line of scalars, as each request writes, is only checked by its keys. */
function redactLine(line: Record<string, unknown>): Record<string, unknown> {
  return redactPersonalFields(line) as Record<string, unknown>
}

interface DescribedError {
  readonly type: string
  readonly message: string
  readonly code?: string
  readonly stack?: string
  readonly constraint?: string
  readonly table?: string
  readonly cause?: unknown
}

/** PostgreSQL puts the offending row into `detail` and `where`, so only chosen fields of an error are logged. */
function describeError(error: unknown): DescribedError | unknown {
  if (!(error instanceof Error)) return redactPersonalFields(error)
  const fields = error as Error & { code?: unknown; constraint?: unknown; table?: unknown }
  return {
    type: error.name,
    message: scrubText(error.message),
    ...text('code', fields.code),
    ...text('constraint', fields.constraint),
    ...text('table', fields.table),
    ...(error.stack === undefined ? {} : { stack: scrubText(error.stack) }),
    ...(error.cause === undefined ? {} : { cause: describeError(error.cause) }),
  }
}

function text(key: string, value: unknown): Record<string, string> {
  return typeof value === 'string' ? { [key]: value } : {}
}
