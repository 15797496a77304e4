// What other projects' tests may stand on: parts of a world that start in a few seconds.

export { breakOff } from '../src/wan/break-off.ts'
export { type FrontDoor, serveLoadBalancer, serveRecords } from './front-doors.ts'
export { type BreakableDatabases, startBreakableDatabases } from './rds/breakable-databases.ts'
export { APNE2, USE1, USW2 } from './rds/control-plane-world.ts'
export { MASTER } from './rds/fixture-program.ts'
