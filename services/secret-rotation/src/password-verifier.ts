import { createHash, createHmac, pbkdf2Sync, randomBytes } from 'node:crypto'

const ITERATIONS = 4096
const KEY_BYTES = 32
const SALT_BYTES = 16

/**
 * What PostgreSQL stores for a password (SCRAM-SHA-256).
 *
 * A statement that sets a password may end up in the server's log; with the verifier, the log holds no usable password.
 * Generated passwords are ASCII, which SASLprep leaves unchanged.
 */
export function passwordVerifier(password: string, salt: Buffer = randomBytes(SALT_BYTES)): string {
  const salted = pbkdf2Sync(password, salt, ITERATIONS, KEY_BYTES, 'sha256')
  const sign = (text: string) => createHmac('sha256', salted).update(text).digest()
  const storedKey = createHash('sha256').update(sign('Client Key')).digest()
  const parts = [storedKey, sign('Server Key')].map((key) => key.toString('base64'))
  return `SCRAM-SHA-256$${ITERATIONS}:${salt.toString('base64')}$${parts.join(':')}`
}
