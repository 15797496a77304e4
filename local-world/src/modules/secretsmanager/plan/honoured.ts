import type { HonouredProperties } from '../../../kernel/honoured-properties.ts'

/** Properties that each type honours; any other that is set is refused by its name. */
export const HONOURED_PROPERTIES: HonouredProperties = {
  'aws:secretsmanager/secret:Secret': {
    name: true,
    namePrefix: true,
    description: true,
    kmsKeyId: true,
    recoveryWindowInDays: 'no effect',
    forceOverwriteReplicaSecret: 'no effect',
    replicas: {
      region: true,
      kmsKeyId: true,
    },
  },
  'aws:secretsmanager/secretRotation:SecretRotation': {
    secretId: true,
    rotationLambdaArn: true,
    rotateImmediately: true,
    rotationRules: {
      automaticallyAfterDays: true,
      duration: true,
      scheduleExpression: true,
    },
  },
  'aws:secretsmanager/secretVersion:SecretVersion': {
    secretId: true,
    secretString: true,
    versionStages: true,
  },
}
