// AWS's own host names inside the world, such as `secretsmanager.us-east-1.amazonaws.com:443`, with certificates from the world's
// authority. Clients in a VPC reach them as on AWS, through NAT and an egress rule, with the stock SDK and no endpoint setting.
import { connect } from 'node:net'
import { createServer, type TLSSocket } from 'node:tls'
import { inRegion, REGION_IDS, type RegionId } from '@meridian/topology'
import type { CertificateAuthority } from '../kernel/certificates.ts'
import { closerOf } from '../kernel/closable-server.ts'
import { listenOnLoopback } from '../kernel/loopback.ts'
import type { RunningNetwork } from '../modules/network/running.ts'

const HTTPS = 443

export interface AwsEndpointsRequest {
  /** Service names as in a signature's scope; their host names begin with them. */
  readonly services: readonly string[]
  /** Where the control endpoint listens on loopback. */
  readonly controlPort: number
  readonly network: RunningNetwork
  readonly certificates: CertificateAuthority
}

/** Publishes the names of every service in every region; a name resolves to an address in its own region. */
export async function serveAwsEndpoints(request: AwsEndpointsRequest): Promise<AsyncDisposable> {
  const { services, controlPort, network, certificates } = request
  const names = REGION_IDS.flatMap((region) => hostNames(services, region))
  const bucketNames = REGION_IDS.map((region) => `*.${objectsHost(region)}`)
  const { certificatePem, privateKeyPem } = await certificates.issue([...names, ...bucketNames])
  const server = createServer({ cert: certificatePem, key: privateKeyPem }, (client) => {
    join(client, controlPort)
  })
  const close = closerOf(server)
  const port = await listenOnLoopback(server)
  const interfaces = REGION_IDS.map((region) => {
    const networkInterface = network.attachOutside({
      description: `AWS's endpoints in ${region}`,
      place: inRegion(region),
    })
    networkInterface.serve(HTTPS, port)
    for (const name of hostNames(services, region))
      network.publishName(name, () => [networkInterface.address])
    // A bucket's name is a subdomain of S3's.
    network.delegateZone(objectsHost(region), () => [networkInterface.address])
    return networkInterface
  })
  return {
    async [Symbol.asyncDispose]() {
      for (const name of names) network.withdrawName(name)
      for (const networkInterface of interfaces) networkInterface.close()
      await close()
    },
  }
}

const hostNames = (services: readonly string[], region: RegionId): readonly string[] =>
  services.map((service) => `${service}.${region}.amazonaws.com`)

const objectsHost = (region: RegionId): string => `s3.${region}.amazonaws.com`

function join(client: TLSSocket, controlPort: number): void {
  const control = connect(controlPort, '127.0.0.1')
  client.pipe(control).pipe(client)
  client.on('error', () => control.destroy())
  control.on('error', () => client.destroy())
  client.on('close', () => control.destroy())
  control.on('close', () => client.destroy())
}
