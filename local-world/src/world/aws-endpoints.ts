// AWS's own host names inside the world: `secretsmanager.us-east-1.amazonaws.com:443` and its like, TLS by the world's authority.
// Whatever runs in a VPC reaches them as on AWS, through NAT and an egress rule, with the SDK as it is and no endpoint setting.
import { connect } from 'node:net'
import { createServer, type TLSSocket } from 'node:tls'
import { inRegion, REGION_IDS, type RegionId } from '@meridian/topology'
import type { CertificateAuthority } from '../kernel/certificates.ts'
import { closerOf } from '../kernel/closable-server.ts'
import { listenOnLoopback } from '../kernel/loopback.ts'
import type { RunningNetwork } from '../modules/network/running.ts'

const HTTPS = 443

export interface AwsEndpointsRequest {
  /** Names of services in a signature's scope, which their host names begin with. */
  readonly services: readonly string[]
  /** Where the control endpoint listens on loopback. */
  readonly controlPort: number
  readonly network: RunningNetwork
  readonly certificates: CertificateAuthority
}

/** Publishes the names of every service in every region; a name leads into its own region. */
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
    // A bucket is a name before S3's own.
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
