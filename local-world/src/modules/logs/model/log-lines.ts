/** The largest event that the awslogs driver sends: 256 KiB less what AWS counts for an event. */
export const MOST_EVENT_CHARACTERS = 262_118

/** Cuts a process's output into lines; what has no end yet waits for it. */
export class LogLines {
  #rest = ''

  /** The lines that this piece of output ends, without empty ones: CloudWatch takes no empty event. */
  push(text: string): readonly string[] {
    const lines = `${this.#rest}${text}`.split('\n')
    this.#rest = lines.pop() ?? ''
    if (this.#rest.length >= MOST_EVENT_CHARACTERS) lines.push(...this.end())
    return lines.flatMap(toEvents)
  }

  /** What was printed without an end of line, when nothing more comes. */
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
