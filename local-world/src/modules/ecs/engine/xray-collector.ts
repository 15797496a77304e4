import { createSocket } from 'node:dgram'
import { once } from 'node:events'
import type { TraceSegment } from '../running.ts'

/** Replaces every task's X-Ray daemon: a UDP port on loopback that receives segments and passes them on. */
export interface XrayCollector extends AsyncDisposable {
  readonly port: number
  onSegment(listener: (segment: TraceSegment) => void): () => void
}

export async function startXrayCollector(): Promise<XrayCollector> {
  const socket = createSocket('udp4')
  const listeners = new Set<(segment: TraceSegment) => void>()
  socket.on('message', (message) => {
    const segment = segmentOf(message)
    if (segment) for (const listener of listeners) listener(segment)
  })
  socket.bind(0, '127.0.0.1')
  await once(socket, 'listening')
  let isClosed = false
  return {
    port: socket.address().port,
    onSegment(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
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
