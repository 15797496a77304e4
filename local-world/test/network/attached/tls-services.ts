import { createServer, type Server, type Socket } from 'node:net'
import { createServer as createTlsServer, TLSSocket } from 'node:tls'
import type { Certificate } from '../../../src/kernel/certificates.ts'

export function echoOverTls(certificate: Certificate): Server {
  return createTlsServer({ cert: certificate.certificatePem, key: certificate.privateKeyPem }, (socket) =>
    socket.on('error', () => {}).pipe(socket),
  )
}

const message = (type: string, ...parts: Buffer[]): Buffer => {
  const body = Buffer.concat(parts)
  const head = Buffer.alloc(5)
  head.write(type)
  head.writeInt32BE(body.length + 4, 1)
  return Buffer.concat([head, body])
}
const int16 = (value: number): Buffer => Buffer.from([value >> 8, value & 255])
const int32 = (value: number): Buffer => Buffer.concat([int16(value >> 16), int16(value & 65_535)])
const cString = (text: string): Buffer => Buffer.from(`${text}\0`)

const READY = message('Z', Buffer.from('I'))
const ONE_ROW = Buffer.concat([
  message('T', int16(1), cString('one'), int32(0), int16(0), int32(23), int16(4), int32(-1), int16(0)),
  message('D', int16(1), int32(1), Buffer.from('1')),
  message('C', cString('SELECT 1')),
  READY,
])

/** PostgreSQL's wire protocol as far as TLS, a log-in without password and one query. */
export function postgresOverTls(certificate: Certificate): Server {
  return createServer((plain) => {
    plain.on('error', () => {})
    plain.once('data', () => {
      plain.write('S')
      speak(
        new TLSSocket(plain, {
          isServer: true,
          cert: certificate.certificatePem,
          key: certificate.privateKeyPem,
        }),
      )
    })
  })
}

function speak(socket: Socket): void {
  socket.on('error', () => {})
  socket.once('data', () => {
    socket.write(Buffer.concat([message('R', int32(0)), READY]))
    socket.on('data', (bytes) => (bytes[0] === 0x51 ? socket.write(ONE_ROW) : socket.end()))
  })
}
