import type * as pulumi from '@pulumi/pulumi'

const ACCOUNT = '000000000000'

type Answer = (args: pulumi.runtime.MockResourceArgs, region: string) => Record<string, unknown>

/** The outputs of the AWS provider that the program reads. */
const COMPUTED: Readonly<Record<string, Answer>> = {
  'aws:acm/certificate:Certificate': ({ inputs }) => ({
    domainValidationOptions: [inputs.domainName, ...inputs.subjectAlternativeNames].map((domainName) => ({
      domainName,
      resourceRecordName: `_proof.${domainName}.`,
      resourceRecordType: 'CNAME',
      resourceRecordValue: `_${domainName}.acm-validations.aws.`,
    })),
  }),
  'aws:cloudfront/distribution:Distribution': () => ({
    domainName: 'd111111abcdef8.cloudfront.net',
    hostedZoneId: 'Z2FDTNDATAQYW2',
  }),
  'aws:ec2/eip:Eip': ({ name }) => ({ publicIp: `address-of-${name}` }),
  'aws:ecr/repository:Repository': ({ inputs }, region) => ({
    registryId: ACCOUNT,
    repositoryUrl: `${ACCOUNT}.dkr.ecr.${region}.amazonaws.com/${inputs.name}`,
  }),
  'aws:lb/loadBalancer:LoadBalancer': ({ inputs }, region) => ({
    dnsName: `${inputs.name}-1234567890.${region}.elb.amazonaws.com`,
    zoneId: `Z-ELB-${region}`,
  }),
  'aws:rds/cluster:Cluster': ({ inputs, name }, region) => ({
    clusterResourceId: `cluster-of-${name}`,
    endpoint: `${inputs.clusterIdentifier}.cluster-abc.${region}.rds.amazonaws.com`,
    readerEndpoint: `${inputs.clusterIdentifier}.cluster-ro-abc.${region}.rds.amazonaws.com`,
  }),
  'aws:rds/globalCluster:GlobalCluster': ({ inputs }) => ({
    endpoint: `${inputs.globalClusterIdentifier}.global-abc.global.rds.amazonaws.com`,
  }),
  'aws:route53/keySigningKey:KeySigningKey': () => ({ dsRecord: '4711 13 2 0123ABCD' }),
  'aws:route53/record:Record': ({ inputs }) => ({ fqdn: inputs.name }),
  'aws:route53/zone:Zone': () => ({ zoneId: 'ZONE', nameServers: ['ns-1.awsdns-01.org'] }),
  'aws:route53recoverycontrol/cluster:Cluster': () => ({
    clusterEndpoints: [{ region: 'us-west-2', endpoint: 'https://abc.example/v1' }],
  }),
}

/** Answers as the AWS provider would, by type, with ids that name the resource. */
export const awsAnswers: pulumi.runtime.Mocks = {
  newResource(args) {
    const region = /pulumi:providers:aws::(\w+)::/.exec(args.provider ?? '')?.[1] ?? 'global'
    const answer = COMPUTED[args.type]?.(args, REGION_OF_CODE[region] ?? region) ?? {}
    const service = args.type.split(/[:/]/)[1]
    const arn = `arn:aws:${service}:${REGION_OF_CODE[region] ?? ''}:${ACCOUNT}:${args.name}`
    return { id: `${args.name}-id`, state: { arn, ...args.inputs, ...answer } }
  },
  call({ token, inputs }) {
    if (token === 'aws:index/getAvailabilityZones:getAvailabilityZones')
      return { ...inputs, names: ['zone-c', 'zone-a', 'zone-b'] }
    if (token === 'aws:index/getCallerIdentity:getCallerIdentity') return { ...inputs, accountId: ACCOUNT }
    if (token === 'aws:resourcegroupstaggingapi/getResources:getResources')
      return { ...inputs, resourceTagMappingLists: [] }
    if (token === 'aws:ec2/getManagedPrefixList:getManagedPrefixList')
      return { ...inputs, id: `list-${inputs.name}` }
    if (token === 'aws:secretsmanager/getRandomPassword:getRandomPassword')
      return { ...inputs, randomPassword: 'drawn-by-aws' }
    throw new Error(`The program calls ${token}, which test/aws-answers.ts does not know`)
  },
}

const REGION_OF_CODE: Readonly<Record<string, string>> = {
  use1: 'us-east-1',
  usw2: 'us-west-2',
  apne2: 'ap-northeast-2',
}
