/*
 * Loaded before the program in every process of the world (`NODE_OPTIONS=--import …`).
 *
 * Gives the process another network: connections leave through an interface of the world, names resolve through the
 * VPC's resolver, and a port that the program listens on becomes a port of the interface. The program sees Node's own
 * modules and its real host names and ports. Nothing here runs per byte: once connected, a socket is an ordinary
 * socket to a port on 127.0.0.1.
 *
 * Not covered: UDP (X-Ray's daemon stays on loopback), `socket.remoteAddress` (always 127.0.0.1), IPv6.
 */
import dns from 'node:dns'
import { syncBuiltinESMExports } from 'node:module'
import { GateClient } from './gate-client.ts'
import { patchConnect } from './patch-connect.ts'
import { patchDns } from './patch-dns.ts'
import { patchListen } from './patch-listen.ts'

const gateAddress = process.env.MERIDIAN_WORLD_GATE

if (gateAddress) {
  const gate = new GateClient(gateAddress)
  const ownPorts = patchListen(gate)
  patchConnect(gate, ownPorts)
  patchDns(gate, dns)
  syncBuiltinESMExports()
}
