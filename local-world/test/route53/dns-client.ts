import { createSocket } from 'node:dgram'
import { connect } from 'node:net'
import packet, { type DecodedPacket } from 'dns-packet'

export interface Ask {
  readonly name: string
  readonly type?: string
  /** Such as `198.18.82.0/24`. */
  readonly subnet?: string
  readonly udpPayloadSize?: number
  readonly ednsVersion?: number
}

export function queryBytes({ name, type = 'A', subnet, udpPayloadSize, ednsVersion = 0 }: Ask): Buffer {
  const hasEdns = subnet !== undefined || udpPayloadSize !== undefined || ednsVersion !== 0
  const opt = {
    type: 'OPT',
    name: '.',
    udpPayloadSize: udpPayloadSize ?? 1232,
    ednsVersion,
    flags: 0,
    options: subnet === undefined ? [] : [subnetOption(subnet)],
  }
  return packet.encode({
    type: 'query',
    id: Math.floor(Math.random() * 65_536),
    flags: packet.RECURSION_DESIRED,
    questions: [{ name, type: type as 'A' }],
    // dns-packet's types lack some of the OPT fields that it encodes.
    additionals: hasEdns ? [opt as never] : [],
  })
}

function subnetOption(subnet: string) {
  const [ip = '', prefix] = subnet.split('/')
  return { code: 'CLIENT_SUBNET', ip, family: ip.includes(':') ? 2 : 1, sourcePrefixLength: Number(prefix) }
}

/** Decodes, with the header flags by name. */
export type Decoded = DecodedPacket & { rcode: string; flag_aa: boolean; flag_tc: boolean }
export const decode = (bytes: Buffer): Decoded => packet.decode(bytes) as unknown as Decoded

export function exchangeUdp(port: number, message: Buffer): Promise<Buffer> {
  const socket = createSocket('udp4')
  return new Promise<Buffer>((resolve, reject) => {
    socket.once('message', resolve)
    socket.once('error', reject)
    socket.send(message, port, '127.0.0.1')
  }).finally(() => socket.close())
}

export function exchangeTcp(port: number, ...messages: readonly Buffer[]): Promise<Buffer[]> {
  return new Promise((resolve, reject) => {
    let received = Buffer.alloc(0)
    const answers: Buffer[] = []
    const socket = connect(port, '127.0.0.1', () => {
      for (const message of messages) {
        const length = Buffer.alloc(2)
        length.writeUInt16BE(message.length)
        socket.write(Buffer.concat([length, message]))
      }
    })
    socket.on('error', reject)
    socket.on('data', (chunk: Buffer) => {
      received = Buffer.concat([received, chunk])
      while (received.length >= 2 && received.length >= 2 + received.readUInt16BE(0)) {
        const end = 2 + received.readUInt16BE(0)
        answers.push(received.subarray(2, end))
        received = received.subarray(end)
      }
      if (answers.length < messages.length) return
      socket.destroy()
      resolve(answers)
    })
  })
}

export const ask = async (port: number, question: Ask): Promise<Decoded> =>
  decode(await exchangeUdp(port, queryBytes(question)))

/** The client subnet option (8) of an answer. */
export function subnetOf(answer: Decoded): { scopePrefixLength: number; ip: string } | undefined {
  const opt = answer.additionals?.find((record) => record.type === 'OPT')
  return opt?.type === 'OPT' ? (opt.options.find((option) => Number(option.code) === 8) as never) : undefined
}
export const addressesIn = (answer: Decoded): unknown[] =>
  (answer.answers ?? []).filter(({ type }) => type === 'A').map((record) => 'data' in record && record.data)
