export type { MachineLoad } from './machine-load.ts'
export { type MachineMonitor, monitorMachine, TOO_BUSY_SLOWDOWN } from './machine-monitor.ts'
export { processorTimeMs } from './processor-time.ts'
export { createSystemSource } from './system-source.ts'
