import { createSocket } from 'node:dgram'
import { type AddressInfo, createServer } from 'node:net'
import packet, { type DecodedPacket, type Packet } from 'dns-packet'
import { onTestFinished } from 'vitest'
import type { DnsServer } from '../src/probes/dns-query.ts'

/** Records for a name and the client subnet it is asked with. */
export type Zone = (name: string, clientSubnet: string | undefined) => readonly string[]

export interface TestDnsServer extends DnsServer {
  /** How the next UDP queries are treated before the server behaves again. */
  readonly trouble: ('lose' | 'truncate')[]
}

/** A real name server on UDP and TCP, on one port. */
export async function startDnsServer(zone: Zone): Promise<TestDnsServer> {
  const trouble: ('lose' | 'truncate')[] = []
  const tcp = createServer((socket) => {
    socket.on('data', (bytes) =>
      socket.end(packet.streamEncode(answer(packet.streamDecode(bytes) as DecodedPacket))),
    )
  })
  await new Promise<void>((resolve) => tcp.listen(0, '127.0.0.1', resolve))
  const { port } = tcp.address() as AddressInfo
  const udp = createSocket('udp4')
  udp.on('message', (bytes, from) => {
    const event = trouble.shift()
    if (event === 'lose') return
    const reply = answer(packet.decode(bytes))
    const flags = (reply.flags ?? 0) | (event === 'truncate' ? packet.TRUNCATED_RESPONSE : 0)
    udp.send(packet.encode({ ...reply, flags }), from.port, from.address)
  })
  await new Promise<void>((resolve) => udp.bind(port, '127.0.0.1', resolve))
  onTestFinished(async () => {
    udp.close()
    await new Promise((resolve) => tcp.close(resolve))
  })
  return { host: '127.0.0.1', port, trouble }

  function answer(query: DecodedPacket): Packet {
    const [question] = query.questions ?? []
    const opt = query.additionals?.find((record) => record.type === 'OPT')
    const [subnet] = opt?.type === 'OPT' ? opt.options : []
    const ip = subnet && 'ip' in subnet ? String(subnet.ip) : undefined
    return {
      type: 'response',
      id: query.id ?? 0,
      flags: packet.AUTHORITATIVE_ANSWER,
      questions: query.questions ?? [],
      answers: zone(question?.name ?? '', ip).map((data) => ({
        type: 'A' as const,
        name: question?.name ?? '',
        ttl: 60,
        data,
      })),
    }
  }
}
