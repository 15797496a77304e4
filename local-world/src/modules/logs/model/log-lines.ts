/** The largest event that the awslogs driver sends: 256 KiB minus AWS's overhead per event. */
export const MOST_EVENT_CHARACTERS = 262_118

/** Splits a process's output into lines; an incomplete line waits for the rest. */
export class LogLines {
  #rest = ''

  /** The lines completed by this chunk, without empty ones: CloudWatch rejects empty events. */
  push(text: string): readonly string[] {
    const lines = `${this.#rest}${text}`.split('\n')
    this.#rest = lines.pop() ?? ''
    if (this.#rest.length >= MOST_EVENT_CHARACTERS) lines.push(...this.end())
    return lines.flatMap(toEvents)
  }

  /** The last line, if the output ended without a newline. */
  end(): readonly string[] {
    const rest = this.#rest
    this.#rest = ''
    return toEvents(rest)
  }
}

function toEvents(line: string): readonly string[] {
  const text = line.endsWith('\r') ? line.slice(0, -1) : line
  const pieces: string[] = []
  for (let at = 0; at < text.length; at += MOST_EVENT_CHARACTERS)
    pieces.push(text.slice(at, at + MOST_EVENT_CHARACTERS))
  return pieces
}
