import { REGION_IDS } from '@meridian/topology'

const perRegion = <Value>(value: (region: string) => Value) =>
  Object.fromEntries(REGION_IDS.map((region) => [region, value(region)]))

/** What a world at this endpoint would write as its description. */
export function worldDescription(endpoint: string) {
  return {
    schema: 1,
    pid: process.pid,
    startedAt: new Date().toISOString(),
    endpoint,
    credentials: { accessKeyId: 'AKIATEST', secretAccessKey: 'test' },
    token: 'token-of-the-world',
    failures: endpoint,
    region: 'us-east-1',
    dns: { host: '127.0.0.1', port: 1 },
    vantages: [],
    stackOutputs: {
      domain: 'meridian.example',
      edgeDomain: 'd1.cloudfront.net',
      distributionId: 'E1',
      zone: { id: 'Z1', nameServers: ['ns-1.example'] },
      loadBalancers: perRegion((region) => ({
        arn: `arn:aws:elasticloadbalancing:${region}:1:loadbalancer/app/lb/1`,
        dnsName: `lb.${region}.example`,
        url: `https://lb.${region}.example`,
        targetGroupArns: { frontend: `arn:${region}:frontend`, 'marketing-api': `arn:${region}:api` },
      })),
      originAccess: { header: 'x-origin-key', secretArns: perRegion((region) => `arn:${region}:secret`) },
      services: perRegion((region) => ({
        cluster: `meridian-${region}`,
        services: ['frontend', 'marketing-api'],
        taskDefinitions: { frontend: 'frontend:1', 'marketing-api': 'marketing-api:1' },
      })),
      migration: perRegion((region) => ({
        cluster: `meridian-${region}`,
        taskDefinition: 'migration:1',
        subnetIds: ['subnet-1'],
        securityGroupIds: ['sg-1'],
      })),
      database: {
        globalClusterId: 'meridian-global',
        regions: perRegion((region) => ({
          clusterArn: `arn:aws:rds:${region}:1:cluster:meridian`,
          clusterId: `meridian-${region}`,
          secretArn: `arn:${region}:login`,
        })),
      },
      healthChecks: perRegion((region) => `check-${region}`),
    },
  }
}
