/** One row of Fargate's table: a CPU size and the memory sizes that go with it, in MiB. */
interface FargateSize {
  readonly cpu: number
  readonly least: number
  readonly most: number
  readonly step: number
}

const GIB = 1024
const SIZES: readonly FargateSize[] = [
  { cpu: 512, least: GIB, most: 4 * GIB, step: GIB },
  { cpu: 1024, least: 2 * GIB, most: 8 * GIB, step: GIB },
  { cpu: 2048, least: 4 * GIB, most: 16 * GIB, step: GIB },
  { cpu: 4096, least: 8 * GIB, most: 30 * GIB, step: GIB },
  { cpu: 8192, least: 16 * GIB, most: 60 * GIB, step: 4 * GIB },
  { cpu: 16_384, least: 32 * GIB, most: 120 * GIB, step: 8 * GIB },
]
/** The smallest size has no even step. */
const SMALLEST = { cpu: 256, memory: [GIB / 2, GIB, 2 * GIB] }

/** Why Fargate refuses a task of this size, in a sentence; undefined if it accepts it. */
export function problemOfTaskSize(cpu: number, memoryMiB: number): string | undefined {
  if (cpu === SMALLEST.cpu)
    return SMALLEST.memory.includes(memoryMiB)
      ? undefined
      : `${cpu} CPU units take ${SMALLEST.memory.join(', ')} MiB, not ${memoryMiB}`
  const size = SIZES.find((candidate) => candidate.cpu === cpu)
  if (!size)
    return `Fargate has no size of ${cpu} CPU units; it has ${[SMALLEST, ...SIZES].map((known) => known.cpu).join(', ')}`
  const fits = memoryMiB >= size.least && memoryMiB <= size.most && memoryMiB % size.step === 0
  return fits
    ? undefined
    : `${cpu} CPU units take ${size.least} to ${size.most} MiB in steps of ${size.step}, not ${memoryMiB}`
}
