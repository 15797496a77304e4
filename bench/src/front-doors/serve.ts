// One front door in its own process, as the comparison needs it: node serve.ts load-balancer <target port>, or dns.
import { serveLoadBalancer, serveRecords } from '@meridian/local-world/testing'

const [what, targetPort] = process.argv.slice(2)
const { port } = what === 'dns' ? await serveRecords() : await serveLoadBalancer(Number(targetPort))
process.stdout.write(`${port}\n`)
process.once('SIGTERM', () => process.exit())
