const KIB = 1_024

/** Fargate's memory sizes in MiB by CPU units: least, most and step; 256 units have three sizes. */
const SIZES: Readonly<Record<number, readonly [least: number, most: number, step: number]>> = {
  512: [KIB, 4 * KIB, KIB],
  1024: [2 * KIB, 8 * KIB, KIB],
  2048: [4 * KIB, 16 * KIB, KIB],
  4096: [8 * KIB, 30 * KIB, KIB],
  8192: [16 * KIB, 60 * KIB, 4 * KIB],
  16384: [32 * KIB, 120 * KIB, 8 * KIB],
}
const SMALLEST = [512, KIB, 2 * KIB]

/** Whether Fargate has this task size; in CPU units and MiB, or with a unit: `.5 vCPU`, `2 GB`. */
export function isFargateSize(cpu: string, memory: string): boolean {
  const units = quantity(cpu, /^vcpu$/i)
  const mebibytes = quantity(memory, /^gb$/i)
  if (units === 256) return SMALLEST.includes(mebibytes)
  const [least, most, step] = SIZES[units] ?? [1, 0, 1]
  return mebibytes >= least && mebibytes <= most && mebibytes % step === 0
}

/** A number, or a number followed by a unit of 1,024 parts. */
function quantity(text: string, unit: RegExp): number {
  const [, digits = '', name = ''] = /^(\d*\.?\d+)\s*([a-z]*)$/i.exec(text.trim()) ?? []
  if (digits === '' || (name !== '' && !unit.test(name))) return Number.NaN
  return Number(digits) * (name === '' ? 1 : KIB)
}
