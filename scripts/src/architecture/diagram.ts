import { Attributes, type ResourceGraph, type ResourceNode } from '@meridian/resource-graph'
import { FIRST_PRIMARY, REGION_IDS, REGIONS, type RegionId } from '@meridian/topology'

const SERVICE = 'aws:ecs/service:Service'
const CLUSTER = 'aws:rds/cluster:Cluster'

/** The graph as a Mermaid flowchart: from visitors over the edge into each region's tiers, and what joins the regions. */
export function diagram(graph: ResourceGraph): string {
  return [
    'flowchart TB',
    '  visitors(["visitors"])',
    ...edge(graph),
    ...REGION_IDS.flatMap((region) => regionBox(graph, region)),
    ...REGION_IDS.flatMap((region) => wayIn(graph, region)),
    ...replication(graph),
    '  classDef writer stroke-width:3px',
    `  class ${code(FIRST_PRIMARY)}_database writer`,
  ].join('\n')
}

const code = (region: RegionId): string => REGIONS[region].code

function edge(graph: ResourceGraph): readonly string[] {
  const [distribution] = graph.ofType('aws:cloudfront/distribution:Distribution')
  const origins = distribution ? Attributes.of(distribution).blocks('origins') : []
  const names = [...new Set(origins.map((origin) => origin.text('domainName')))].filter(
    (name) => !/s3/.test(name),
  )
  const checks = graph.ofType('aws:route53/healthCheck:HealthCheck').length
  const buckets = origins.filter((origin) => /s3/.test(origin.text('domainName')))
  return [
    '  subgraph global["the edge and names, in no region"]',
    `    cloudfront["CloudFront<br/>${origins.length} origins${isGuarded(graph, distribution) ? ', web ACL' : ''}"]`,
    `    names["Route 53<br/>${names.map(firstLabel).join(' and ')}: ${count(graph, 'aws:route53/record:Record')} records, ${checks} health checks"]`,
    ...buckets.map((_, index) => `    assets${index + 1}[("private bucket")]`),
    '  end',
    '  visitors --> cloudfront',
    '  cloudfront --> names',
    ...buckets.map((_, index) => `  cloudfront --> assets${index + 1}`),
  ]
}

const firstLabel = (name: string): string => name.split('.')[0] ?? name

const isGuarded = (graph: ResourceGraph, distribution: ResourceNode | undefined): boolean =>
  distribution !== undefined &&
  (Attributes.of(distribution).text('webAclId') !== '' || graph.ofType('aws:wafv2/webAcl:WebAcl').length > 0)

const count = (graph: ResourceGraph, type: string): number => graph.ofType(type).length

function regionBox(graph: ResourceGraph, region: RegionId): readonly string[] {
  const inRegion = (type: string) => graph.ofType(type).filter((node) => node.region === region)
  const id = code(region)
  const subnets = (tier: string) =>
    inRegion('aws:ec2/subnet:Subnet').filter(({ name }) => name.includes(`-${tier}-`)).length
  const gateways = inRegion('aws:ec2/natGateway:NatGateway').length
  const [vpc] = inRegion('aws:ec2/vpc:Vpc')
  const [cluster] = inRegion(CLUSTER)
  return [
    `  subgraph ${id}["${region} (${REGIONS[region].label}), VPC ${vpc ? Attributes.of(vpc).text('cidrBlock') : ''}"]`,
    `    subgraph ${id}_public["public: ${subnets('public')} subnets"]`,
    `      ${id}_alb["load balancer${inRegion('aws:wafv2/webAcl:WebAcl').some(isRegional) ? ', web ACL' : ''}"]`,
    `      ${id}_nat["${gateways} NAT gateway${gateways === 1 ? '' : 's'}"]`,
    '    end',
    `    subgraph ${id}_private["private: ${subnets('private')} subnets"]`,
    ...inRegion(SERVICE).map((service) => `      ${serviceId(service)}["${serviceLabel(service)}"]`),
    '    end',
    `    subgraph ${id}_isolated["isolated: ${subnets('isolated')} subnets"]`,
    `      ${id}_database[("${cluster ? databaseLabel(graph, cluster) : ''}")]`,
    '    end',
    '  end',
  ]
}

const isRegional = (acl: ResourceNode): boolean => Attributes.of(acl).text('scope') === 'REGIONAL'

const serviceId = (service: ResourceNode): string => service.name.replace(/[^A-Za-z0-9]/g, '_')

function serviceLabel(service: ResourceNode): string {
  const attributes = Attributes.of(service)
  return `${attributes.text('name')}<br/>${attributes.number('desiredCount', 1)} tasks`
}

function databaseLabel(graph: ResourceGraph, cluster: ResourceNode): string {
  const capacity = Attributes.of(cluster).block('serverlessv2ScalingConfiguration')
  const instances = graph
    .ofType('aws:rds/clusterInstance:ClusterInstance')
    .filter(({ region }) => region === cluster.region).length
  return `Aurora PostgreSQL<br/>${instances} instance${instances === 1 ? '' : 's'}, ${capacity.text('minCapacity')} to ${capacity.text('maxCapacity')} ACU`
}

/** Pages ask the API through the load balancer; only the API knows the database. */
function wayIn(graph: ResourceGraph, region: RegionId): readonly string[] {
  const id = code(region)
  return [
    `  names --> ${id}_alb`,
    ...graph
      .ofType(SERVICE)
      .filter((service) => service.region === region)
      .flatMap((service) => [
        `  ${id}_alb --> ${serviceId(service)}`,
        ...(readsDatabase(service) ? [`  ${serviceId(service)} --> ${id}_database`] : []),
      ]),
  ]
}

const readsDatabase = (service: ResourceNode): boolean => !service.name.endsWith('-frontend')

/** The writer is drawn where writes begin; a switchover moves it without a program change. */
function replication(graph: ResourceGraph): readonly string[] {
  const secondaries = graph
    .ofType(CLUSTER)
    .flatMap(({ region }) => (region && region !== FIRST_PRIMARY ? [region] : []))
  return [
    ...secondaries.map(
      (region) => `  ${code(FIRST_PRIMARY)}_database -. "replicates" .-> ${code(region)}_database`,
    ),
    ...graph.ofType('aws:ec2/vpcPeeringConnection:VpcPeeringConnection').map(
      (peering) =>
        `  ${peeredRegions(peering)
          .map((region) => `${code(region)}_private`)
          .join(' <-. "peering" .-> ')}`,
    ),
  ]
}

function peeredRegions(peering: ResourceNode): readonly RegionId[] {
  const other = REGION_IDS.find((region) => Attributes.of(peering).text('peerRegion') === region)
  return [peering.region, other].filter((region) => region !== undefined)
}
