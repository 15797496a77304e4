import { once } from 'node:events'
import { type AddressInfo, connect, createServer, type Socket } from 'node:net'
import type { Endpoint } from '../src/connection/settings.ts'

/** A network path to a server that a test can cut, or make lose responses. */
export interface UnreliablePath extends AsyncDisposable {
  readonly endpoint: Endpoint
  /** Sends new connections to another port, as a DNS change does. */
  leadTo(port: number): void
  /** Stops traffic in both directions; connections stay open and silent. */
  cut(): void
  /** Drops what the server sends; what clients send still arrives and is counted. */
  silence(): void
  readonly toldInSilence: number
  heal(): void
  /** Breaks the connection when the server next answers: the statement ran, but no client learns of it. */
  loseNextAnswer(): void
  /** Breaks every connection now. */
  breakAll(): void
}

/** A proxy between a test's database and a local server. */
export async function openUnreliablePath(port: number): Promise<UnreliablePath> {
  const pairs = new Set<readonly [Socket, Socket]>()
  let target = port
  let isCut = false
  let isSilent = false
  let toldInSilence = 0
  let isLosing = false

  const server = createServer((near) => {
    const far = connect(target, '127.0.0.1')
    const pair = [near, far] as const
    pairs.add(pair)
    const end = () => {
      pairs.delete(pair)
      near.destroy()
      far.destroy()
    }
    for (const socket of pair) socket.on('error', end).on('close', end)
    near.on('data', (chunk) => {
      if (isCut) return
      if (isSilent) toldInSilence += 1
      far.write(chunk)
    })
    far.on('data', (chunk) => {
      if (isCut || isSilent) return
      if (isLosing) {
        isLosing = false
        end()
      } else near.write(chunk)
    })
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')

  const breakAll = () => {
    for (const pair of pairs) for (const socket of pair) socket.destroy()
  }
  return {
    endpoint: { host: '127.0.0.1', port: (server.address() as AddressInfo).port },
    leadTo(next) {
      target = next
    },
    cut() {
      isCut = true
    },
    silence() {
      isSilent = true
    },
    get toldInSilence() {
      return toldInSilence
    },
    heal() {
      isCut = false
      isSilent = false
      breakAll()
    },
    loseNextAnswer() {
      isLosing = true
    },
    breakAll,
    async [Symbol.asyncDispose]() {
      breakAll()
      server.close()
      await once(server, 'close')
    },
  }
}
