/** Pulumi types of this module, by the name the code uses. */
export const TYPES = {
  secret: 'aws:secretsmanager/secret:Secret',
  secretVersion: 'aws:secretsmanager/secretVersion:SecretVersion',
} as const
