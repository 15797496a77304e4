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
  /**
   * Breaks a connection when the server answers the next message with this text: the statement ran, but no client learns of it.
   * Other sessions, such as those that renew leases, keep their answers.
   */
  loseAnswerTo(text: string): void
  readonly lostAnswers: number
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
  let textToLose: string | undefined
  let lostAnswers = 0

  const server = createServer((near) => {
    const far = connect(target, '127.0.0.1')
    const pair = [near, far] as const
    let isLosing = false
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
      if (textToLose !== undefined && chunk.includes(textToLose)) {
        textToLose = undefined
        isLosing = true
      }
      far.write(chunk)
    })
    far.on('data', (chunk) => {
      if (isCut || isSilent) return
      if (isLosing) {
        lostAnswers += 1
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
    loseAnswerTo(text) {
      textToLose = text
    },
    get lostAnswers() {
      return lostAnswers
    },
    breakAll,
    async [Symbol.asyncDispose]() {
      breakAll()
      server.close()
      await once(server, 'close')
    },
  }
}
