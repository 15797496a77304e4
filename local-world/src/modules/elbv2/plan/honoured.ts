import type { HonouredProperties } from '../../../kernel/honoured-properties.ts'

/** Properties that each type honours; any other property is refused by name. */
export const HONOURED_PROPERTIES: HonouredProperties = {
  'aws:lb/loadBalancer:LoadBalancer': {
    name: true,
    namePrefix: true,
    internal: true,
    loadBalancerType: true,
    securityGroups: true,
    subnets: true,
    idleTimeout: true,
    xffHeaderProcessingMode: true,
    dropInvalidHeaderFields: true,
    accessLogs: 'no effect',
    desyncMitigationMode: 'no effect',
    enableDeletionProtection: 'no effect',
    clientKeepAlive: 'no effect',
    enableHttp2: 'no effect',
    ipAddressType: true,
    subnetMappings: {
      subnetId: true,
    },
  },
  'aws:lb/targetGroup:TargetGroup': {
    name: true,
    namePrefix: true,
    port: true,
    protocol: true,
    protocolVersion: true,
    targetType: true,
    vpcId: true,
    deregistrationDelay: true,
    loadBalancingAlgorithmType: true,
    slowStart: true,
    stickiness: true,
    ipAddressType: true,
    healthCheck: {
      enabled: true,
      path: true,
      port: true,
      protocol: true,
      interval: true,
      timeout: true,
      healthyThreshold: true,
      unhealthyThreshold: true,
      matcher: true,
    },
  },
  'aws:lb/listener:Listener': {
    loadBalancerArn: true,
    port: true,
    protocol: true,
    certificateArn: true,
    sslPolicy: true,
    defaultActions: {
      type: true,
      targetGroupArn: true,
      order: 'no effect',
      forward: {
        targetGroups: {
          arn: true,
          weight: true,
        },
      },
      redirect: {
        statusCode: true,
        protocol: true,
        host: true,
        port: true,
        path: true,
        query: true,
      },
      fixedResponse: {
        statusCode: true,
        contentType: true,
        messageBody: true,
      },
    },
  },
  'aws:lb/listenerRule:ListenerRule': {
    listenerArn: true,
    priority: true,
    actions: {
      type: true,
      targetGroupArn: true,
      order: 'no effect',
      forward: {
        targetGroups: {
          arn: true,
          weight: true,
        },
      },
      redirect: {
        statusCode: true,
        protocol: true,
        host: true,
        port: true,
        path: true,
        query: true,
      },
      fixedResponse: {
        statusCode: true,
        contentType: true,
        messageBody: true,
      },
    },
    conditions: {
      pathPattern: {
        values: true,
      },
      hostHeader: {
        values: true,
      },
      sourceIp: {
        values: true,
      },
      httpRequestMethod: {
        values: true,
      },
      httpHeader: {
        httpHeaderName: true,
        values: true,
      },
      queryStrings: {
        key: true,
        value: true,
      },
    },
  },
}
