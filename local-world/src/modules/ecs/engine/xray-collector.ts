import { createSocket } from 'node:dgram'
import { once } from 'node:events'
import type { TraceSegment } from '../running.ts'

const KEPT_SEGMENTS = 1_000

/** Stands for every task's X-Ray daemon: a UDP port on loopback that takes segments. */
export interface XrayCollector extends AsyncDisposable {
  readonly port: number
  readonly count: number
  readonly segments: readonly TraceSegment[]
}

export async function startXrayCollector(): Promise<XrayCollector> {
  const socket = createSocket('udp4')
  const segments: TraceSegment[] = []
  let count = 0
  socket.on('message', (message) => {
    const segment = segmentOf(message)
    if (!segment) return
    count++
    segments.push(segment)
    if (segments.length > KEPT_SEGMENTS) segments.shift()
  })
  socket.bind(0, '127.0.0.1')
  await once(socket, 'listening')
  let isClosed = false
  return {
    port: socket.address().port,
    get count() {
      return count
    },
    get segments() {
      return [...segments]
    },
    async [Symbol.asyncDispose]() {
      if (isClosed) return
      isClosed = true
      const closed = once(socket, 'close')
      socket.close()
      await closed
    },
  }
}

/** A datagram is a header line and one segment, both JSON; anything else is dropped, as the daemon does. */
function segmentOf(message: Buffer): TraceSegment | undefined {
  const [header = '', body = ''] = message.toString().split('\n', 2)
  try {
    const { format } = JSON.parse(header) as { format?: string }
    return format === 'json' ? (JSON.parse(body) as TraceSegment) : undefined
  } catch {
    return undefined
  }
}
