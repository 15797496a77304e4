/** Runs inside the world: connects once, and when its input ends prints whether that connection and a new one work. */
import { once } from 'node:events'
import { connect } from 'node:net'

const { PEER = '' } = process.env
const socket = connect(5432, PEER)
await once(socket, 'connect')
process.stdout.write('"connected"\n')
await once(process.stdin.resume(), 'end')
socket.write('still here')
const [present] = await once(socket, 'data')
const [error] = await once(connect(5432, PEER), 'error')
process.stdout.write(`${JSON.stringify({ present: String(present), fresh: error.code })}\n`)
socket.destroy()
