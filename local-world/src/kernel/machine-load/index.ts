export type { MachineLoad } from './machine-load.ts'
export { type MachineMonitor, monitorMachine } from './machine-monitor.ts'
export { processorTimeMs } from './processor-time.ts'
export { createSystemSource } from './system-source.ts'
