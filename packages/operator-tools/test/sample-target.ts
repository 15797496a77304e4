import { clusterId, GLOBAL_CLUSTER_ID, REGION_IDS, REGIONS, type RegionId } from '@meridian/topology'
import type { StackOutputs } from '../src/target/stack-outputs.ts'
import type { TargetDescription } from '../src/target/target.ts'

const perRegion = <Value>(make: (region: RegionId) => Value) =>
  Object.fromEntries(REGION_IDS.map((region) => [region, make(region)])) as Record<RegionId, Value>

/** Outputs shaped as infra/pulumi exports them, `zone` included. */
export function sampleOutputs(): StackOutputs & { readonly zone: object } {
  return {
    domain: 'meridian.example',
    edgeDomain: 'd111111abcdef8.cloudfront.net',
    distributionId: 'E1ABCDEFGHIJKL',
    zoneId: 'Z0123456789',
    nameServers: ['ns-1.awsdns-00.com'],
    zone: { id: 'Z0123456789', nameServers: ['ns-1.awsdns-00.com'] },
    loadBalancers: perRegion((region) => ({
      arn: `arn:aws:elasticloadbalancing:${region}:000000000000:loadbalancer/app/x/1`,
      dnsName: `alb-${REGIONS[region].code}.${region}.elb.amazonaws.com`,
      url: `http://${REGIONS[region].code}.meridian.example`,
      targetGroupArns: {
        'marketing-api': `arn:aws:elasticloadbalancing:${region}:000000000000:targetgroup/api/1`,
        frontend: `arn:aws:elasticloadbalancing:${region}:000000000000:targetgroup/web/1`,
      },
    })),
    originAccess: {
      header: 'x-test-key',
      secretArns: perRegion((region) => `arn:aws:secretsmanager:${region}:000000000000:secret:key`),
    },
    services: perRegion((region) => ({
      cluster: `meridian-${REGIONS[region].code}`,
      services: ['marketing-api', 'frontend'],
      taskDefinitions: {
        'marketing-api': `arn:aws:ecs:${region}:000000000000:task-definition/meridian-${REGIONS[region].code}-marketing-api:1`,
        frontend: `arn:aws:ecs:${region}:000000000000:task-definition/meridian-${REGIONS[region].code}-frontend:1`,
      },
    })),
    migration: perRegion((region) => ({
      cluster: `meridian-${REGIONS[region].code}`,
      taskDefinition: `arn:aws:ecs:${region}:000000000000:task-definition/meridian-${REGIONS[region].code}-migrate:1`,
      subnetIds: [`subnet-${REGIONS[region].code}`],
      securityGroupIds: [`sg-${REGIONS[region].code}`],
    })),
    database: {
      globalClusterId: GLOBAL_CLUSTER_ID,
      regions: perRegion((region) => ({
        clusterArn: `arn:aws:rds:${region}:000000000000:cluster:${clusterId(region)}`,
        clusterId: clusterId(region),
        secretArn: `arn:aws:secretsmanager:${region}:000000000000:secret:meridian-database`,
      })),
    },
    healthChecks: perRegion((region) => `check-${REGIONS[region].code}`),
  }
}

/** What `.world/world.json` holds. */
export function sampleWorld(changes: Partial<TargetDescription> = {}): TargetDescription {
  return {
    schema: 1,
    name: 'local',
    startedAt: '1970-01-01T00:00:00.000Z',
    endpoint: 'http://127.0.0.1:9',
    credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
    region: 'us-east-1',
    dns: { host: '127.0.0.1', port: 9 },
    vantages: [],
    stackOutputs: sampleOutputs(),
    ...changes,
  }
}
