/** Pulumi types of this module, by the name the code uses. */
export const TYPES = {
  secret: 'aws:secretsmanager/secret:Secret',
  secretRotation: 'aws:secretsmanager/secretRotation:SecretRotation',
  secretVersion: 'aws:secretsmanager/secretVersion:SecretVersion',
} as const
