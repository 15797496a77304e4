// DNS messages on the wire. Decodes once with dns-packet; the question is returned byte for byte, so that a resolver's
// mixed case (0x20) and labels that are not text survive. An unreadable message becomes FORMERR, never an exception.
import packet, { type Answer } from 'dns-packet'
import type { Basis } from './basis.ts'

const RCODES = {
  NOERROR: 0,
  FORMERR: 1,
  SERVFAIL: 2,
  NXDOMAIN: 3,
  NOTIMP: 4,
  REFUSED: 5,
  BADVERS: 16,
} as const
export type Rcode = keyof typeof RCODES

interface ClientSubnet {
  readonly address: string
  readonly prefixLength: number
  /** The option as received: family, source, scope, address. */
  readonly option: Buffer
}

export interface DnsQuery {
  readonly id: number
  readonly opcode: number
  readonly recursionDesired: boolean
  /** As the client wrote it. */
  readonly name: string
  readonly type: string
  readonly class: string
  readonly questionBytes: Buffer
  readonly edns: Edns | undefined
}

interface Edns {
  readonly version: number
  readonly udpPayloadSize: number
  readonly dnssecOk: boolean
  readonly clientSubnet: ClientSubnet | undefined
}

/** What could be read of a message that is not a valid query: enough to answer FORMERR. */
export interface UnreadableQuery {
  readonly id: number
  readonly opcode: number
  readonly recursionDesired: boolean
}

export interface DnsReply {
  /** What decided the answer, if it may be cached. */
  readonly basis?: Basis
  readonly rcode: Rcode
  readonly isAuthoritative: boolean
  readonly answers: readonly Answer[]
  readonly authorities: readonly Answer[]
  /** Network length for which the answer is valid; 0 for everybody. */
  readonly scopePrefixLength: number
}

const HEADER_BYTES = 12
const QUESTION_TAIL_BYTES = 4
const TYPE_BYTES = 2
/** After a record's name: type, class, TTL and the length of its data. */
const RECORD_HEAD_BYTES = 10
const CLIENT_SUBNET = 8
const DNSSEC_OK = 1 << 15
const RECURSION_DESIRED = 1 << 8
const OUR_UDP_PAYLOAD_SIZE = 1_232
const PLAIN_UDP_PAYLOAD_SIZE = 512

/** Undefined for what gets no answer: less than a header, or a response. */
export function decodeQuery(message: Buffer): DnsQuery | UnreadableQuery | undefined {
  if (message.length < HEADER_BYTES) return undefined
  const flags = message.readUInt16BE(2)
  if (flags & 0x8000) return undefined
  const head = {
    id: message.readUInt16BE(0),
    opcode: (flags >> 11) & 0xf,
    recursionDesired: (flags & RECURSION_DESIRED) !== 0,
  }
  try {
    const questionBytes = readQuestionBytes(message)
    const decoded = packet.decode(message)
    const question = decoded.questions?.[0]
    if (!questionBytes || !question) return head
    const edns = readEdns(decoded.additionals ?? [])
    if (edns === 'malformed') return head
    return {
      ...head,
      name: question.name,
      type: question.type,
      class: question.class ?? 'IN',
      questionBytes,
      edns,
    }
  } catch {
    return head
  }
}

/** The bytes of a query's only question, whose name cannot be compressed. */
function readQuestionBytes(message: Buffer): Buffer | undefined {
  if (message.readUInt16BE(4) !== 1) return undefined
  let offset = HEADER_BYTES
  for (let length = message[offset]; length !== 0; length = message[offset]) {
    if (length === undefined || length > 63) return undefined
    offset += length + 1
  }
  const end = offset + 1 + QUESTION_TAIL_BYTES
  return end <= message.length ? message.subarray(HEADER_BYTES, end) : undefined
}

function readEdns(additionals: readonly Answer[]): Edns | undefined | 'malformed' {
  const options = additionals.filter((record) => record.type === 'OPT')
  const [opt, second] = options
  if (second) return 'malformed'
  if (!opt) return undefined
  const subnet = opt.options.find((option) => Number(option.code) === CLIENT_SUBNET)
  const clientSubnet = subnet && readClientSubnet(subnet)
  if (clientSubnet === 'malformed') return 'malformed'
  return {
    version: opt.ednsVersion,
    udpPayloadSize: opt.udpPayloadSize,
    dnssecOk: (opt.flags & DNSSEC_OK) !== 0,
    clientSubnet,
  }
}

/** What dns-packet returns for option 8; its types lack some of these fields. */
interface DecodedSubnet {
  readonly data?: Buffer
  readonly family?: number
  readonly ip?: string
  readonly sourcePrefixLength?: number
}

/** RFC 7871, 7.1.1: exactly as many address bytes as the prefix needs, scope 0 in queries. */
function readClientSubnet(option: object): ClientSubnet | undefined | 'malformed' {
  const { data, family, ip, sourcePrefixLength } = option as DecodedSubnet
  if (!data || data.length < 4 || sourcePrefixLength === undefined || ip === undefined) return 'malformed'
  const longest = family === 1 ? 32 : family === 2 ? 128 : undefined
  if (longest === undefined || sourcePrefixLength > longest) return 'malformed'
  if (data.length !== 4 + Math.ceil(sourcePrefixLength / 8)) return 'malformed'
  return { address: ip, prefixLength: sourcePrefixLength, option: data }
}

export function isReadable(query: DnsQuery | UnreadableQuery): query is DnsQuery {
  return 'questionBytes' in query
}

/** Encodes a reply; if it is too long for UDP, it is sent without records and with the TC flag. */
export function encodeReply(query: DnsQuery | UnreadableQuery, reply: DnsReply, overUdp: boolean): Buffer {
  const whole = encode(query, reply, false)
  if (!overUdp || whole.length <= udpLimit(query)) return whole
  return encode(query, { ...reply, answers: [], authorities: [] }, true)
}

/** Where the values of one record set are in an encoded reply: consecutive records of equal length. */
export interface ValuesPlace {
  readonly offset: number
  readonly size: number
  readonly count: number
}

/** The record sets of a reply with several values; undefined if their records differ in length. Names are not compressed. */
export function valuesIn(reply: Buffer): readonly ValuesPlace[] | undefined {
  const places: { offset: number; size: number; count: number; owner: string }[] = []
  let offset = HEADER_BYTES
  for (let question = reply.readUInt16BE(4); question > 0; question--)
    offset = endOfName(reply, offset) + QUESTION_TAIL_BYTES
  for (let answer = reply.readUInt16BE(6); answer > 0; answer--) {
    const nameEnd = endOfName(reply, offset)
    const size = nameEnd + RECORD_HEAD_BYTES + reply.readUInt16BE(nameEnd + RECORD_HEAD_BYTES - 2) - offset
    const owner = reply.toString('latin1', offset, nameEnd + TYPE_BYTES)
    const before = places.at(-1)
    if (!before || before.owner !== owner) places.push({ offset, size, count: 1, owner })
    else if (before.size === size) before.count++
    else return undefined
    offset += size
  }
  return places.filter(({ count }) => count > 1)
}

function endOfName(message: Buffer, start: number): number {
  let offset = start
  for (let length = message[offset]; length; length = message[offset]) offset += length + 1
  return offset + 1
}

function udpLimit(query: DnsQuery | UnreadableQuery): number {
  const asked = isReadable(query) ? (query.edns?.udpPayloadSize ?? 0) : 0
  return Math.max(PLAIN_UDP_PAYLOAD_SIZE, Math.min(asked, OUR_UDP_PAYLOAD_SIZE))
}

function encode(query: DnsQuery | UnreadableQuery, reply: DnsReply, isTruncated: boolean): Buffer {
  const rcode = RCODES[reply.rcode]
  const body = packet.encode({
    type: 'response',
    id: query.id,
    flags:
      (query.opcode << 11) |
      (reply.isAuthoritative ? packet.AUTHORITATIVE_ANSWER : 0) |
      (isTruncated ? packet.TRUNCATED_RESPONSE : 0) |
      (query.recursionDesired ? RECURSION_DESIRED : 0) |
      (rcode & 0xf),
    answers: [...reply.answers],
    authorities: [...reply.authorities],
    additionals: isReadable(query) && query.edns ? [optRecord(query.edns, reply, rcode >> 4)] : [],
  })
  return isReadable(query) ? withQuestion(body, query.questionBytes) : body
}

function withQuestion(body: Buffer, question: Buffer): Buffer {
  body.writeUInt16BE(1, 4)
  return Buffer.concat([body.subarray(0, HEADER_BYTES), question, body.subarray(HEADER_BYTES)])
}

/** Echoes the client subnet with our scope. dns-packet would echo a decoded option unchanged, so its bytes are rebuilt. */
function optRecord(edns: Edns, reply: DnsReply, extendedRcode: number): Answer {
  const options: { code: number; data: Buffer }[] = []
  if (edns.clientSubnet) {
    const data = Buffer.from(edns.clientSubnet.option)
    data[3] = reply.scopePrefixLength
    options.push({ code: CLIENT_SUBNET, data })
  }
  return {
    type: 'OPT',
    name: '.',
    udpPayloadSize: OUR_UDP_PAYLOAD_SIZE,
    extendedRcode,
    ednsVersion: 0,
    flags: edns.dnssecOk ? DNSSEC_OK : 0,
    flag_do: edns.dnssecOk,
    options,
  } as Answer
}
