import { describe, expect, it, onTestFinished } from 'vitest'
import { createManualClock } from '../clock.ts'
import { monitorMachine } from './machine-monitor.ts'
import type { MachineSource } from './system-source.ts'

/** In each second: how long the world's processes ran, how long they waited in total, and the longest wait of one. */
interface Second {
  readonly ranMs: number
  readonly waitedMs: number
  readonly longestWaitMs: number
}

const IDLE: Second = { ranMs: 200, waitedMs: 20, longestWaitMs: 10 }
/** Five programs for every processor: each gets a fifth of what it wants. */
const CROWDED: Second = { ranMs: 300, waitedMs: 1_200, longestWaitMs: 800 }

function createMachine(overrides: Partial<ReturnType<MachineSource['sample']>> = {}) {
  const clock = createManualClock(0)
  const heard: { readonly isTooBusy: boolean; readonly atMs: number }[] = []
  const machine = { second: IDLE }
  let lastMs = 0
  let ranMs = 0
  let waitedMs = 0
  const source: MachineSource = {
    sample() {
      const share = (clock.now() - lastMs) / 1_000
      lastMs = clock.now()
      ranMs += machine.second.ranMs * share
      waitedMs += machine.second.waitedMs * share
      return {
        ranMs,
        waitedMs,
        longestWaitMs: machine.second.longestWaitMs * share,
        eventLoopDelayMs: { p50: 1, p99: 5 },
        cores: 2,
        loadAverage: [1, 1, 1],
        pressureSome10: 0.25,
        ...overrides,
      }
    },
    [Symbol.dispose]: () => {},
  }
  const monitor = monitorMachine({ clock, source })
  monitor.onChange(({ isTooBusy }) => heard.push({ isTooBusy, atMs: clock.now() }))
  onTestFinished(() => monitor[Symbol.dispose]())
  return { clock, heard, machine, ...monitor }
}

describe('the patient clock', () => {
  it('equals the clock of the world on a quiet machine', async () => {
    const { clock, patientClock } = createMachine()
    const ran: number[] = []
    patientClock.after(3_000, () => ran.push(clock.now()))
    await clock.advance(10_000)
    expect(ran).toEqual([3_000])
    expect(patientClock.now()).toBe(10_000)
  })

  it('stretches a limit by the delay of the process that waited longest', async () => {
    const { clock, machine, patientClock } = createMachine()
    machine.second = CROWDED
    const ran: number[] = []
    patientClock.after(3_000, () => ran.push(clock.now()))
    await clock.advance(14_000)
    expect(ran).toEqual([])
    await clock.advance(1_000)
    expect(ran).toHaveLength(1)
  })

  it('counts quiet time towards a limit in full, even when the machine is busy later', async () => {
    const { clock, machine, patientClock } = createMachine()
    const ran: number[] = []
    patientClock.after(3_000, () => ran.push(clock.now()))
    await clock.advance(2_000)
    machine.second = CROWDED
    await clock.advance(4_900)
    expect(ran).toEqual([])
    await clock.advance(200)
    expect(ran).toHaveLength(1)
  })

  it('does not run a timer that is cancelled while it is stretched', async () => {
    const { clock, machine, patientClock } = createMachine()
    machine.second = CROWDED
    const ran: number[] = []
    const cancel = patientClock.after(1_000, () => ran.push(clock.now()))
    await clock.advance(2_000)
    cancel()
    await clock.advance(20_000)
    expect(ran).toEqual([])
  })

  it('stretches a limit at most twentyfold', async () => {
    const { clock, machine, patientClock } = createMachine()
    machine.second = { ranMs: 1, waitedMs: 5_000, longestWaitMs: 1_000 }
    const ran: number[] = []
    patientClock.after(1_000, () => ran.push(clock.now()))
    await clock.advance(21_000)
    expect(ran).toHaveLength(1)
  })

  it('follows the load average where the system has no run queues', async () => {
    const untold = { ranMs: undefined, waitedMs: undefined, longestWaitMs: undefined }
    const { clock, load, patientClock } = createMachine({ ...untold, loadAverage: [8, 8, 8] })
    await clock.advance(8_000)
    expect(patientClock.now()).toBeCloseTo(2_000)
    expect(load()).toMatchObject({ runQueueDelayShare: null, slowdown: 4, isTooBusy: true })
  })
})

describe('the load of a machine', () => {
  it('reports no slowdown on a quiet machine', async () => {
    const { clock, load, heard } = createMachine()
    await clock.advance(30_000)
    expect(load()).toEqual({
      cores: 2,
      loadAverage: [1, 1, 1],
      eventLoopDelayMs: { p50: 1, p99: 5 },
      runQueueDelayShare: 0.09,
      pressureSome10: 0.25,
      slowdown: 1,
      isTooBusy: false,
      since: '1970-01-01T00:00:00.000Z',
      tooBusyMs: 0,
    })
    expect(heard).toEqual([])
  })

  it('is too busy to measure while the window is crowded, and reports the start and the end', async () => {
    const { clock, load, heard, machine } = createMachine()
    await clock.advance(20_000)
    machine.second = CROWDED
    await clock.advance(15_000)
    expect(load()).toMatchObject({ slowdown: 5, runQueueDelayShare: 0.8, isTooBusy: true })
    machine.second = IDLE
    await clock.advance(20_000)
    expect(load()).toMatchObject({ slowdown: 1, isTooBusy: false })
    expect(heard.map(({ isTooBusy }) => isTooBusy)).toEqual([true, false])
    const [began, ended] = heard
    expect(load().tooBusyMs).toBe(ended!.atMs - began!.atMs)
  })

  it('is not too busy when waits are a small part of the time', async () => {
    const { clock, load, machine } = createMachine()
    machine.second = { ranMs: 5, waitedMs: 60, longestWaitMs: 40 }
    await clock.advance(20_000)
    expect(load()).toMatchObject({ slowdown: 1, isTooBusy: false, runQueueDelayShare: 0.92 })
  })
})
