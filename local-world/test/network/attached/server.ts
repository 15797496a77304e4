/** Runs inside the world: an ordinary Fastify service; prints its own address, then answers until its input ends. */
import { get } from 'node:http'
import fastify from 'fastify'

const app = fastify()
app.get('/', () => ({ from: 'inside' }))
await app.listen({ host: '0.0.0.0', port: 3001 })
const toItself = await new Promise((resolve) =>
  get('http://localhost:3001/', async (answer) => resolve((await answer.toArray()).join(''))),
)
process.stdout.write(`${JSON.stringify({ address: app.server.address(), toItself })}\n`)
process.stdin.on('end', () => app.close()).resume()
