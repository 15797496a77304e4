export type { MachineLoad } from './machine-load.ts'
export { type MachineMonitor, monitorMachine } from './machine-monitor.ts'
export { createSystemSource } from './system-source.ts'
