/** The program describes a secret that AWS would refuse. */
export class InvalidSecretError extends Error {
  override readonly name = 'InvalidSecretError'
  readonly code = 'MERIDIAN_SECRETSMANAGER_INVALID_SECRET'
}
