import { createSocket } from 'node:dgram'
import { connect } from 'node:net'
import packet, { type DecodedPacket, type OptAnswer } from 'dns-packet'
import { ProbeFailedError } from '../errors.ts'

export interface DnsServer {
  readonly host: string
  readonly port: number
}

export interface DnsQuestion {
  readonly name: string
  readonly type: 'A' | 'AAAA' | 'CNAME' | 'NS'
  /** CIDR sent as EDNS client subnet (RFC 7871): the answer is for a visitor in it. */
  readonly clientSubnet?: string
}

export interface DnsAnswer {
  readonly responseCode: string
  /** Values of the records of the asked type. */
  readonly values: readonly string[]
  readonly ttlSeconds: number | undefined
  /** The scope prefix length returned by the server: the bits of the client subnet the answer depends on. */
  readonly scopePrefixLength: number | undefined
  readonly transport: 'udp' | 'tcp'
  readonly durationMs: number
}

/** EDNS option code of RFC 7871. */
const CLIENT_SUBNET = 8
const DEFAULT_TIMEOUT_MS = 2_000
const UDP_ATTEMPTS = 2
/** Large enough for any answer of the zone, small enough never to be fragmented. */
const UDP_PAYLOAD_BYTES = 1_232

/** Queries over UDP, retries once when the response is lost, and uses TCP when it is truncated. */
export async function queryDns(
  server: DnsServer,
  question: DnsQuestion,
  timeoutMs = DEFAULT_TIMEOUT_MS,
): Promise<DnsAnswer> {
  const startedMs = performance.now()
  let failure: unknown
  for (let attempt = 1; attempt <= UDP_ATTEMPTS; attempt += 1) {
    try {
      const message = await exchangeUdp(server, question, timeoutMs)
      if (!message.flag_tc) return toAnswer(message, question, 'udp', startedMs)
      return toAnswer(await exchangeTcp(server, question, timeoutMs), question, 'tcp', startedMs)
    } catch (error) {
      failure = error
    }
  }
  throw new ProbeFailedError(
    `DNS server ${server.host}:${server.port} did not answer ${question.name} ${question.type}: ${(failure as Error).message}`,
    { cause: failure },
  )
}

/** Queries over TCP only. */
export async function queryDnsOverTcp(
  server: DnsServer,
  question: DnsQuestion,
  timeoutMs = DEFAULT_TIMEOUT_MS,
): Promise<DnsAnswer> {
  const startedMs = performance.now()
  return toAnswer(await exchangeTcp(server, question, timeoutMs), question, 'tcp', startedMs)
}

function encodeQuestion({ name, type, clientSubnet }: DnsQuestion) {
  const [ip, bits] = clientSubnet?.split('/') ?? []
  const option: OptAnswer = {
    type: 'OPT',
    name: '.',
    udpPayloadSize: UDP_PAYLOAD_BYTES,
    extendedRcode: 0,
    ednsVersion: 0,
    flags: 0,
    flag_do: false,
    options: ip ? [{ code: CLIENT_SUBNET, ip, sourcePrefixLength: Number(bits), scopePrefixLength: 0 }] : [],
  } as OptAnswer
  const id = 1 + Math.floor(Math.random() * 65_534)
  return {
    id,
    message: {
      type: 'query' as const,
      id,
      flags: packet.RECURSION_DESIRED,
      questions: [{ name, type }],
      additionals: [option],
    },
  }
}

function exchangeUdp(server: DnsServer, question: DnsQuestion, timeoutMs: number): Promise<DecodedPacket> {
  const { id, message } = encodeQuestion(question)
  return new Promise((resolve, reject) => {
    const socket = createSocket(server.host.includes(':') ? 'udp6' : 'udp4')
    const timer = setTimeout(
      () => finish(() => reject(new Error(`nothing within ${timeoutMs} ms`))),
      timeoutMs,
    )
    const finish = (settle: () => void) => {
      clearTimeout(timer)
      socket.close()
      settle()
    }
    socket.on('error', (error) => finish(() => reject(error)))
    socket.on('message', (bytes) => {
      const answer = decoded(() => packet.decode(bytes))
      // Not DNS, or not the response to this query: ours may still arrive.
      if (answer?.id === id) finish(() => resolve(answer))
    })
    socket.send(packet.encode(message), server.port, server.host)
  })
}

function exchangeTcp(server: DnsServer, question: DnsQuestion, timeoutMs: number): Promise<DecodedPacket> {
  const { message } = encodeQuestion(question)
  return new Promise((resolve, reject) => {
    const socket = connect(server.port, server.host)
    let received = Buffer.alloc(0)
    // For the whole response: the socket's own timeout would restart at every byte.
    const timer = setTimeout(
      () => socket.destroy(new Error(`no whole answer within ${timeoutMs} ms over TCP`)),
      timeoutMs,
    )
    socket.on('connect', () => socket.write(packet.streamEncode(message)))
    socket.on('data', (chunk) => {
      received = Buffer.concat([received, chunk])
      if (received.length < 2 || received.length < received.readUInt16BE(0) + 2) return
      socket.end()
      const answer = decoded(() => packet.streamDecode(received) as DecodedPacket)
      if (answer) resolve(answer)
      else reject(new Error('an answer over TCP that is not DNS'))
    })
    socket.on('error', reject)
    socket.on('close', () => {
      clearTimeout(timer)
      reject(new Error('closed before the answer was complete'))
    })
  })
}

/** Undefined when the bytes are not a DNS message. */
function decoded(decode: () => DecodedPacket): DecodedPacket | undefined {
  try {
    return decode()
  } catch {
    return undefined
  }
}

function toAnswer(
  message: DecodedPacket,
  question: DnsQuestion,
  transport: 'udp' | 'tcp',
  startedMs: number,
): DnsAnswer {
  const records = (message.answers ?? []).filter((record) => record.type === question.type)
  const [first] = records
  return {
    responseCode: 'rcode' in message ? String(message.rcode) : 'NOERROR',
    values: records.map((record) => ('data' in record ? String(record.data) : '')),
    ttlSeconds: first && 'ttl' in first ? first.ttl : undefined,
    scopePrefixLength: scopeOf(message),
    transport,
    durationMs: performance.now() - startedMs,
  }
}

function scopeOf(message: DecodedPacket): number | undefined {
  const option = message.additionals?.find((record) => record.type === 'OPT') as OptAnswer | undefined
  const subnet = option?.options?.find((entry) => entry.code === CLIENT_SUBNET)
  return subnet && 'scopePrefixLength' in subnet ? Number(subnet.scopePrefixLength) : undefined
}
