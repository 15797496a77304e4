import type { HonouredProperties } from '../../../kernel/honoured-properties.ts'

/** Properties that each type honours; any other property is refused by name. */
export const HONOURED_PROPERTIES: HonouredProperties = {
  'aws:lambda/function:Function': {
    name: true,
    description: true,
    runtime: true,
    handler: true,
    role: true,
    code: true,
    timeout: true,
    memorySize: 'no effect',
    architectures: 'no effect',
    layers: 'no effect',
    kmsKeyArn: 'no effect',
    reservedConcurrentExecutions: 'no effect',
    publish: 'no effect',
    packageType: true,
    environment: {
      variables: true,
    },
    vpcConfig: {
      subnetIds: true,
      securityGroupIds: true,
    },
    tracingConfig: 'no effect',
    ephemeralStorage: 'no effect',
    loggingConfig: 'no effect',
  },
  'aws:lambda/permission:Permission': {
    action: 'no effect',
    function: 'no effect',
    principal: 'no effect',
    sourceAccount: 'no effect',
    sourceArn: 'no effect',
    statementId: 'no effect',
  },
}
