import { randomBytes } from 'node:crypto'
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'

/** What a console keeps between runs, so that an open page can reconnect. */
export interface KeptIdentity {
  readonly port: number
  readonly secret: string
}

/** The identity of the last run; a new secret if there is none, or it is unreadable. */
export function readIdentity(file: string): KeptIdentity {
  try {
    const { port, secret } = JSON.parse(readFileSync(file, 'utf8')) as KeptIdentity
    if (Number.isInteger(port) && typeof secret === 'string' && secret.length >= SECRET_LENGTH)
      return { port, secret }
  } catch {
    // The first run, or a truncated file: a new identity costs one link.
  }
  return { port: 0, secret: randomBytes(32).toString('base64url') }
}

const SECRET_LENGTH = 43

/** Readable by its owner only. */
export function keepIdentity(file: string, identity: KeptIdentity): void {
  mkdirSync(dirname(file), { recursive: true })
  writeFileSync(file, JSON.stringify(identity), { mode: 0o600 })
}
