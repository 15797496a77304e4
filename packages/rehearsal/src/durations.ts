/** How long a resource usually takes to be ready, in seconds. From experience and from memory, not measured: an order of magnitude. */
const USUAL_SECONDS: Readonly<Record<string, number>> = {
  'aws:acm/certificateValidation:CertificateValidation': 300,
  'aws:cloudfront/distribution:Distribution': 300,
  'aws:ec2/natGateway:NatGateway': 120,
  'aws:ec2/vpcEndpoint:VpcEndpoint': 90,
  'aws:ec2/vpcPeeringConnectionAccepter:VpcPeeringConnectionAccepter': 20,
  'aws:ecs/service:Service': 10,
  'aws:iam/role:Role': 10,
  'aws:kms/key:Key': 15,
  'aws:lambda/function:Function': 45,
  'aws:lb/loadBalancer:LoadBalancer': 150,
  'aws:rds/cluster:Cluster': 600,
  'aws:rds/clusterInstance:ClusterInstance': 600,
  'aws:rds/globalCluster:GlobalCluster': 30,
  'aws:route53/hostedZoneDnsSec:HostedZoneDnsSec': 60,
  'aws:route53/record:Record': 45,
  'aws:route53/zone:Zone': 45,
  'aws:route53recoverycontrol/cluster:Cluster': 600,
  'aws:synthetics/canary:Canary': 60,
}
const OTHERS_SECONDS = 3

export function usualSeconds(type: string): number {
  return USUAL_SECONDS[type] ?? OTHERS_SECONDS
}
