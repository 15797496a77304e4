/** Runs inside the world: makes one exchange with each kind of client and prints the results as one JSON object. */
import dns from 'node:dns'
import { get } from 'node:http'
import { connect } from 'node:net'
import { connect as connectTls } from 'node:tls'
import { promisify } from 'node:util'
import pg from 'pg'
import { request } from 'undici'

const {
  HTTP_NAME = '',
  TLS_NAME = '',
  DATABASE_NAME = '',
  HIDDEN_ADDRESS = '',
  IDLE_ADDRESS = '',
} = process.env

const outcome = async (work: () => Promise<unknown>): Promise<unknown> =>
  work().catch((error: NodeJS.ErrnoException) => error.code ?? error.message)

const overNet = () =>
  new Promise((resolve, reject) => {
    const socket = connect(80, HTTP_NAME, () => resolve(socket.connecting ? 'connecting' : 'connected'))
    socket.on('error', reject)
    socket.on('connect', () => socket.destroy())
  })

const overTheSameSocketAgain = async () => {
  const socket = connect(80, HTTP_NAME)
  socket.destroy()
  await new Promise((resolve) => socket.once('close', resolve))
  socket.connect(80, HTTP_NAME)
  await new Promise((resolve, reject) => socket.once('connect', resolve).once('error', reject))
  socket.destroy()
  return 'connected'
}

/** Written before the connection is open: Node must buffer it until then. */
const overHttp = () =>
  new Promise((resolve, reject) => {
    get(`http://${HTTP_NAME}/http`, async (answer) => resolve((await answer.toArray()).join(''))).on(
      'error',
      reject,
    )
  })

const overTls = () =>
  new Promise((resolve, reject) => {
    const socket = connectTls({ host: TLS_NAME, port: 443, servername: TLS_NAME })
    socket.on('error', reject)
    socket.on('secureConnect', () => socket.end('over tls'))
    socket.on('data', (bytes) => resolve(`${socket.authorized} ${bytes}`))
  })

const overPg = async () => {
  const client = new pg.Client({
    host: DATABASE_NAME,
    port: 5432,
    user: 'app',
    database: 'marketing',
    ssl: true,
  })
  await client.connect()
  const { rows } = await client.query('select 1 as one')
  await client.end()
  return rows
}

const results = {
  net: await outcome(overNet),
  again: await outcome(overTheSameSocketAgain),
  http: await outcome(overHttp),
  fetch: await outcome(async () => (await fetch(`http://${HTTP_NAME}/fetch`)).text()),
  undici: await outcome(async () => (await request(`http://${HTTP_NAME}/undici`)).body.text()),
  tls: await outcome(overTls),
  pg: await outcome(overPg),
  lookup: await outcome(() => promisify(dns.lookup)(HTTP_NAME)),
  lookupAll: await outcome(() => dns.promises.lookup(HTTP_NAME, { all: true })),
  resolve4: await outcome(() => dns.promises.resolve4(HTTP_NAME)),
  noPort: await outcome(async () => connect({ host: HTTP_NAME } as never)),
  unknownName: await outcome(async () => connectError(80, 'nowhere.test')),
  refused: await outcome(async () => connectError(5432, IDLE_ADDRESS)),
  dropped: await outcome(async () => connectError(5432, HIDDEN_ADDRESS)),
}

function connectError(port: number, host: string): Promise<never> {
  return new Promise((_, reject) => connect(port, host).on('error', reject))
}

process.stdout.write(JSON.stringify(results))
