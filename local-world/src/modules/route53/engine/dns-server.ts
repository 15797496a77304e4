import { createSocket, type Socket as UdpSocket } from 'node:dgram'
import { createServer, type Server, type Socket } from 'node:net'
import { closerOf } from '../../../kernel/closable-server.ts'
import { LOOPBACK, listenOnLoopback } from '../../../kernel/loopback.ts'
import { AnswerMemory } from './answer-memory.ts'
import { type DnsQuery, type DnsReply, decodeQuery, encodeReply, isReadable } from './message.ts'
import { emptyReply } from './responder.ts'

/** Answers one decoded query from an address. */
export type Reply = (query: DnsQuery, fromAddress: string) => Promise<DnsReply>

export interface DnsServer extends AsyncDisposable {
  /** The same port for UDP and TCP. */
  readonly port: number
}

const PORT_ATTEMPTS = 10
const TCP_IDLE_MS = 10_000
const LENGTH_BYTES = 2

type LookedUp = (error: null, address: string, family: number) => void

/** Starts DNS over UDP and TCP on one loopback port; port 0 picks one that is free for both. */
export async function startDnsServer(reply: Reply, port = 0): Promise<DnsServer> {
  const tcp = createServer((socket) => serveConnection(socket, reply))
  const closeTcp = closerOf(tcp)
  const udp = await bindBoth(tcp, port)
  const memory = new AnswerMemory()
  udp.on('message', (message, { address, port }) => {
    const known = memory.recall(message, address)
    if (known) udp.send(known, port, address)
    else
      void answer(message, address, true, reply, memory).then((bytes) => {
        if (bytes) udp.send(bytes, port, address)
      })
  })
  let isClosed = false
  return {
    port: udp.address().port,
    async [Symbol.asyncDispose]() {
      if (isClosed) return
      isClosed = true
      await Promise.all([closeTcp(), new Promise<void>((resolve) => udp.close(() => resolve()))])
    },
  }
}

async function answer(
  message: Buffer,
  from: string,
  overUdp: boolean,
  reply: Reply,
  memory?: AnswerMemory,
): Promise<Buffer | undefined> {
  const query = decodeQuery(message)
  if (!query) return undefined
  if (!isReadable(query)) return encodeReply(query, emptyReply('FORMERR'), overUdp)
  try {
    const answered = await reply(query, from)
    const bytes = encodeReply(query, answered, overUdp)
    if (answered.basis) memory?.keep(message, from, bytes, answered.basis)
    return bytes
  } catch {
    return encodeReply(query, emptyReply('SERVFAIL'), overUdp)
  }
}

/** A port may be free for TCP and taken for UDP: unless a port was requested, another one is tried. */
async function bindBoth(tcp: Server, port: number): Promise<UdpSocket> {
  for (let attempt = 1; ; attempt++) {
    const both = await listenOnLoopback(tcp, port)
    try {
      return await bindUdp(both)
    } catch (error) {
      await new Promise<void>((resolve) => tcp.close(() => resolve()))
      if (port !== 0 || attempt === PORT_ATTEMPTS) throw error
    }
  }
}

function bindUdp(port: number): Promise<UdpSocket> {
  // Replies go to IP addresses. Without this function Node would spend an event loop turn on a lookup for each.
  const lookup = (address: string, _options: unknown, found: LookedUp) => found(null, address, 4)
  const socket = createSocket({ type: 'udp4', recvBufferSize: 4_194_304, lookup: lookup as never })
  return new Promise((resolve, reject) => {
    socket.once('error', (error) => {
      socket.close()
      reject(error)
    })
    socket.bind(port, LOOPBACK, () => {
      socket.removeAllListeners('error')
      socket.on('error', () => {})
      resolve(socket)
    })
  })
}

/** Messages over TCP are prefixed with their length; a connection may carry several. */
function serveConnection(socket: Socket, reply: Reply): void {
  socket.setTimeout(TCP_IDLE_MS, () => socket.destroy())
  socket.on('error', () => socket.destroy())
  let received: Buffer = Buffer.alloc(0)
  socket.on('data', (chunk) => {
    received = received.length === 0 ? chunk : Buffer.concat([received, chunk])
    while (received.length >= LENGTH_BYTES) {
      const end = LENGTH_BYTES + received.readUInt16BE(0)
      if (received.length < end) return
      const message = received.subarray(LENGTH_BYTES, end)
      received = received.subarray(end)
      void answer(message, LOOPBACK, false, reply).then((bytes) => sendFramed(socket, bytes))
    }
  })
}

function sendFramed(socket: Socket, bytes: Buffer | undefined): void {
  if (!bytes || socket.destroyed) return
  const length = Buffer.alloc(LENGTH_BYTES)
  length.writeUInt16BE(bytes.length)
  socket.write(Buffer.concat([length, bytes]))
}
