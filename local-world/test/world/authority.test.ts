import { mkdtemp, readFile, rm, stat } from 'node:fs/promises'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { connect, createServer } from 'node:tls'
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest'
import type { Certificate, CertificateAuthority } from '../../src/kernel/certificates.ts'
import { createAuthority } from '../../src/world/authority.ts'

let folder: string
let authority: CertificateAuthority

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'authority-'))
  authority = await createAuthority(folder)
})
afterAll(() => rm(folder, { recursive: true }))

/** A TLS handshake over loopback as `servername`; resolves to undefined when the client trusts it, else to the error code. */
async function handshake(certificate: Certificate, servername: string, ca: string) {
  const server = createServer({ cert: certificate.certificatePem, key: certificate.privateKeyPem })
  onTestFinished(() => void server.close())
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening))
  const { port } = server.address() as AddressInfo
  return new Promise<string | undefined>((resolve) => {
    const socket = connect({ host: '127.0.0.1', port, servername, ca }, () => {
      socket.destroy()
      resolve(undefined)
    })
    socket.on('error', (error: NodeJS.ErrnoException) => resolve(error.code))
  })
}

describe('certificate authority', () => {
  it('signs certificates that a client verifies by name, wildcards included', async () => {
    const ca = await readFile(authority.certificateFile, 'utf8')
    const certificate = await authority.issue(['db.cluster-x.us-east-1.rds.amazonaws.com', '*.example.com'])
    expect(await handshake(certificate, 'db.cluster-x.us-east-1.rds.amazonaws.com', ca)).toBeUndefined()
    expect(await handshake(certificate, 'www.example.com', ca)).toBeUndefined()
    expect(await handshake(certificate, 'other.example.org', ca)).toBe('ERR_TLS_CERT_ALTNAME_INVALID')
  })

  it('issues certificates for names that are too long for a common name', async () => {
    const ca = await readFile(authority.certificateFile, 'utf8')
    const name = `${'a'.repeat(60)}.${'b'.repeat(60)}.global.rds.amazonaws.com`
    expect(await handshake(await authority.issue([name]), name, ca)).toBeUndefined()
  })

  it('is not trusted by a client that knows another authority', async () => {
    const other = await createAuthority(join(folder, 'other'))
    const certificate = await authority.issue(['db.example.com'])
    const refusal = await handshake(
      certificate,
      'db.example.com',
      await readFile(other.certificateFile, 'utf8'),
    )
    expect(refusal).toMatch(/UNABLE_TO_(VERIFY_LEAF_SIGNATURE|GET_ISSUER_CERT_LOCALLY)/)
  })

  it('writes a certificate that every user can read, and no private key', async () => {
    expect((await stat(authority.certificateFile)).mode & 0o777).toBe(0o644)
    expect(await readFile(authority.certificateFile, 'utf8')).not.toContain('PRIVATE KEY')
  })

  it('refuses invalid DNS names, and an empty list', async () => {
    await expect(authority.issue(['spaces are wrong'])).rejects.toThrow(/DNS names, got "spaces are wrong"/)
    await expect(authority.issue([])).rejects.toThrow(/one or more DNS names, got \[\]/)
  })
})
