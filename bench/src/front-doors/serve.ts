// One front door in its own process: node serve.ts load-balancer <target port>, or dns; or the minimum that Node can do in its
// place: bare-proxy <target port>, bare-relay <target port>, or bare-echo.
import { serveLoadBalancer, serveRecords } from '@meridian/local-world/testing'
import { serveBareEcho, serveBareProxy, serveBareRelay } from './bare.ts'

const [what = '', targetPort] = process.argv.slice(2)
const doors: Readonly<Record<string, () => Promise<{ readonly port: number }>>> = {
  'load-balancer': () => serveLoadBalancer(Number(targetPort)),
  'bare-proxy': () => serveBareProxy(Number(targetPort)),
  'bare-relay': () => serveBareRelay(Number(targetPort)),
  dns: serveRecords,
  'bare-echo': serveBareEcho,
}
const serve = doors[what]
if (!serve) throw new Error(`"${what}" is no front door; there are ${Object.keys(doors).join(', ')}`)
const { port } = await serve()
process.stdout.write(`${port}\n`)
process.once('SIGTERM', () => process.exit())
