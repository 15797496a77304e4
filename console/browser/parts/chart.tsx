import { useEffect, useRef } from 'preact/hooks'
import uPlot from 'uplot'
import type { Series } from '../../shared/views.ts'
import { spanOf, timeAt } from './time-axis.ts'

export interface ChartLine {
  readonly label: string
  readonly series: Series
  /** One of `--series-1` to `--series-3`; a line keeps its colour whatever else is shown. */
  readonly colour: 1 | 2 | 3
}

interface ChartProps {
  readonly label: string
  readonly lines: readonly ChartLine[]
  readonly format: (value: number) => string
  /** Minimum range of the axis; the default gives an idle line whole numbers. */
  readonly leastRange?: number
}

const HEIGHT = 150
const HEADROOM = 1.15
const MS_PER_SECOND = 1_000

/** Lines over time. The legend shows their newest values; tables contain the rest. */
export function Chart({ label, lines, format, leastRange = 4 }: ChartProps) {
  const holder = useRef<HTMLDivElement>(null)
  const chart = useRef<uPlot>(undefined)
  const shape = lines.map((line) => line.label).join()

  useEffect(() => {
    const element = holder.current
    if (!element) return undefined
    const plot = new uPlot(optionsFor(element, lines, format, leastRange), align(lines), element)
    chart.current = plot
    const resize = new ResizeObserver(() => plot.setSize({ width: element.clientWidth, height: HEIGHT }))
    resize.observe(element)
    const scheme = matchMedia('(prefers-color-scheme: dark)')
    const repaint = () => plot.redraw()
    scheme.addEventListener('change', repaint)
    return () => {
      resize.disconnect()
      scheme.removeEventListener('change', repaint)
      plot.destroy()
    }
  }, [shape])

  const data = align(lines)
  useEffect(() => chart.current?.setData(data), [data])

  return (
    <figure aria-label={label}>
      <div class="chart" ref={holder} aria-hidden="true" />
      <figcaption class="legend">
        {lines.map((line) => {
          const newest = line.series.values.at(-1)
          return (
            <span key={line.label}>
              <i class={`swatch s${line.colour}`} aria-hidden="true" />
              {line.label} <b>{newest === undefined || newest === null ? '–' : format(newest)}</b>
            </span>
          )
        })}
      </figcaption>
    </figure>
  )
}

/** One time axis for all lines; a line without a point has a gap there. */
function align(lines: readonly ChartLine[]): uPlot.AlignedData {
  const times = [...new Set(lines.flatMap(({ series }) => series.times))].sort((a, b) => a - b)
  const columns = lines.map(({ series }) => {
    const known = new Map(series.times.map((time, index) => [time, series.values[index] ?? null]))
    return times.map((time) => known.get(time) ?? null)
  })
  return [times.map((time) => time / MS_PER_SECOND), ...columns]
}

function optionsFor(
  element: HTMLElement,
  lines: readonly ChartLine[],
  format: ChartProps['format'],
  leastRange: number,
): uPlot.Options {
  const colour = (name: string) => () => resolved(element, name)
  const axis = {
    stroke: colour('--quiet'),
    grid: { stroke: colour('--line'), width: 1 },
    ticks: { stroke: colour('--line'), width: 1, size: 4 },
    font: '11px system-ui',
  }
  return {
    width: element.clientWidth,
    height: HEIGHT,
    legend: { show: false },
    cursor: { show: false },
    scales: {
      // Taken from the data: for a single point, uPlot passes a range of a whole day.
      x: { range: ({ data: [times] }) => spanOf(times, Date.now() / MS_PER_SECOND) },
      y: { range: (_, __, max) => [0, Math.max(leastRange, max * HEADROOM) || 1] },
    },
    axes: [
      {
        ...axis,
        values: (_, splits) => splits.map((split, index) => timeAt(split, splits[index - 1] ?? splits[1])),
        space: 70,
        size: 26,
      },
      { ...axis, values: (_, splits) => splits.map(format), size: 58, space: 34 },
    ],
    series: [
      {},
      ...lines.map((line) => ({
        label: line.label,
        stroke: colour(`--series-${line.colour}`),
        width: 1.5,
        points: { size: 4 },
      })),
    ],
  }
}

/** A canvas, unlike CSS, does not support `light-dark()`. */
function resolved(element: HTMLElement, name: string): string {
  const probe = document.createElement('i')
  probe.style.color = `var(${name})`
  element.append(probe)
  const { color } = getComputedStyle(probe)
  probe.remove()
  return color
}
