import { webcrypto } from 'node:crypto'
import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
// Must come before x509, whose dependency container looks for it while it loads.
import './reflect-metadata.ts'
import * as x509 from '@peculiar/x509'
import type { Certificate, CertificateAuthority } from '../kernel/certificates.ts'

const KEYS = { name: 'ECDSA', namedCurve: 'P-256' } as const
const SIGNATURE = { name: 'ECDSA', hash: 'SHA-256' } as const
const DAY_MS = 86_400_000
/** Longer than any world runs, short enough for clients that limit a certificate's lifetime (398 days). */
const VALID_DAYS = 365
const AUTHORITY_NAME = 'CN=Meridian local world CA, O=Meridian'
const DNS_NAME = /^[a-z0-9*]([a-z0-9.*-]*[a-z0-9])?$/i
/** The longest common name X.520 allows; clients look at the alternative names. */
const COMMON_NAME_MAX_CHARACTERS = 64

type KeyPair = webcrypto.CryptoKeyPair

/**
 * Creates the authority of one world and writes its certificate, readable by everyone, to `folder`.
 *
 * The private key stays in memory and is lost when the world ends, so a client that still trusts the file trusts no
 * one. Every TLS library checks certificates against the machine's clock, so their dates come from that clock and not
 * from the world's.
 */
export async function createAuthority(folder: string): Promise<CertificateAuthority> {
  const keys = await generateKeys()
  const root = await x509.X509CertificateGenerator.createSelfSigned({
    name: AUTHORITY_NAME,
    keys,
    ...validity(),
    signingAlgorithm: SIGNATURE,
    extensions: [
      new x509.BasicConstraintsExtension(true, 0, true),
      new x509.KeyUsagesExtension(x509.KeyUsageFlags.keyCertSign | x509.KeyUsageFlags.cRLSign, true),
      await x509.SubjectKeyIdentifierExtension.create(keys.publicKey, false),
    ],
  })
  const certificateFile = join(folder, 'ca.pem')
  await mkdir(folder, { recursive: true })
  await writeFile(certificateFile, `${root.toString('pem')}\n`, { mode: 0o644 })
  return { certificateFile, issue: (names) => issue(names, root, keys) }
}

async function issue(
  names: readonly string[],
  root: x509.X509Certificate,
  rootKeys: KeyPair,
): Promise<Certificate> {
  const [first] = names
  const wrong = names.find((name) => !DNS_NAME.test(name))
  if (first === undefined || wrong !== undefined)
    throw new TypeError(`A certificate needs one or more DNS names, got ${JSON.stringify(wrong ?? names)}`)
  const keys = await generateKeys()
  const certificate = await x509.X509CertificateGenerator.create({
    subject: first.length <= COMMON_NAME_MAX_CHARACTERS ? `CN=${first}` : 'O=Meridian',
    issuer: root.subject,
    publicKey: keys.publicKey,
    signingKey: rootKeys.privateKey,
    ...validity(),
    signingAlgorithm: SIGNATURE,
    extensions: await serverExtensions(names, keys, rootKeys),
  })
  return {
    certificatePem: `${certificate.toString('pem')}\n`,
    privateKeyPem: await privateKeyPem(keys.privateKey),
  }
}

async function serverExtensions(names: readonly string[], keys: KeyPair, rootKeys: KeyPair) {
  return [
    new x509.BasicConstraintsExtension(false),
    new x509.KeyUsagesExtension(x509.KeyUsageFlags.digitalSignature, true),
    new x509.ExtendedKeyUsageExtension([x509.ExtendedKeyUsage.serverAuth]),
    new x509.SubjectAlternativeNameExtension(names.map((value) => ({ type: 'dns' as const, value }))),
    await x509.AuthorityKeyIdentifierExtension.create(rootKeys.publicKey, false),
    await x509.SubjectKeyIdentifierExtension.create(keys.publicKey, false),
  ]
}

function generateKeys(): Promise<KeyPair> {
  return webcrypto.subtle.generateKey(KEYS, true, ['sign', 'verify'])
}

/** From yesterday, so that a client whose clock is slightly behind still accepts it. */
function validity() {
  const now = Date.now()
  return { notBefore: new Date(now - DAY_MS), notAfter: new Date(now + VALID_DAYS * DAY_MS) }
}

async function privateKeyPem(key: webcrypto.CryptoKey): Promise<string> {
  const pkcs8 = await webcrypto.subtle.exportKey('pkcs8', key)
  return `${x509.PemConverter.encode(pkcs8, 'PRIVATE KEY')}\n`
}
