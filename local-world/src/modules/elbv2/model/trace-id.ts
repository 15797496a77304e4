const HEX_TIME_LENGTH = 8
const HEX_RANDOM_LENGTH = 24

/** `1-<8 hex: seconds>-<24 hex: random>`; `random` returns hexadecimal digits. */
export function newTraceId(nowMs: number, random: (digits: number) => string): string {
  const seconds = Math.floor(nowMs / 1_000)
    .toString(16)
    .padStart(HEX_TIME_LENGTH, '0')
  return `1-${seconds}-${random(HEX_RANDOM_LENGTH)}`
}

/** One field of the header: `Root`, `Parent`, `Sampled`. */
export function fieldOf(header: string | undefined, name: string): string | undefined {
  const field = header?.split(';').find((part) => part.trimStart().startsWith(`${name}=`))
  return field?.slice(field.indexOf('=') + 1)
}

/** The header for the target: a new Root, or the caller's with Self in front; an older Self is replaced. */
export function traceHeader(received: string | undefined, newId: string): string {
  if (received === undefined || received === '') return `Root=${newId}`
  const fields = received.split(';').filter((field) => field !== '' && !field.startsWith('Self='))
  const hasRoot = fields.some((field) => field.startsWith('Root='))
  return hasRoot ? [`Self=${newId}`, ...fields].join(';') : [`Root=${newId}`, ...fields].join(';')
}
