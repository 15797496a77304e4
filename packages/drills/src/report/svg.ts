import type { RegionId } from '@meridian/topology'

/** Colours that are distinguishable with red-green colour blindness. */
export const REGION_COLOURS: Readonly<Record<RegionId, string>> = {
  'us-east-1': '#0072b2',
  'us-west-2': '#e69f00',
  'ap-northeast-2': '#009e73',
}

export const FAILURE_COLOUR = '#d55e00'

const PLOT = { width: 960, height: 320, left: 60, right: 20, top: 70, bottom: 40 } as const

export interface Scale {
  x(ms: number): number
  y(value: number): number
}

/** Time to the right, values upwards. */
export function scaleTo(lastMs: number, highest: number): Scale {
  const width = PLOT.width - PLOT.left - PLOT.right
  const height = PLOT.height - PLOT.top - PLOT.bottom
  return {
    x: (ms) => round(PLOT.left + (ms / Math.max(1, lastMs)) * width),
    y: (value) =>
      round(PLOT.height - PLOT.bottom - (Math.min(value, highest) / Math.max(1, highest)) * height),
  }
}

/** A picture: the legend, then the labels in as many rows as they need, then the plot. */
export function frame(title: string, key: readonly string[], words: Words, plot: readonly string[]): string {
  const extra = Math.max(0, words.rows - ROWS_ABOVE) * ROW_HEIGHT
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${PLOT.width} ${PLOT.height + extra}" font-family="system-ui, 'Noto Sans KR', 'Noto Sans CJK KR', 'Apple SD Gothic Neo', 'Malgun Gothic', sans-serif" font-size="11">`,
    `<title>${escapeXml(title)}</title>`,
    `<rect width="${PLOT.width}" height="${PLOT.height + extra}" fill="#ffffff"/>`,
    text(PLOT.left, 16, title, 'font-size="14" font-weight="600"'),
    ...key,
    ...words.body,
    ...(extra > 0 ? [`<g transform="translate(0 ${extra})">`, ...plot, '</g>'] : plot),
    '</svg>',
    '',
  ].join('\n')
}

function text(x: number, y: number, content: string, attributes = ''): string {
  return `<text x="${x}" y="${y}" fill="#222222" ${attributes}>${escapeXml(content)}</text>`
}

const TICKS = 8

/** Seconds on the x axis, values on the y axis. */
export function axes({ x, y }: Scale, lastMs: number, highest: number, unit: string): readonly string[] {
  const bottom = PLOT.height - PLOT.bottom
  const seconds = Array.from({ length: TICKS + 1 }, (_, index) => (lastMs * index) / TICKS)
  return [
    `<path d="M${PLOT.left} ${PLOT.top}V${bottom}H${PLOT.width - PLOT.right}" fill="none" stroke="#666666"/>`,
    ...seconds.map((ms, index) => {
      const anchor = index === TICKS ? 'end' : 'middle'
      return text(x(ms), bottom + 16, `${(ms / 1_000).toFixed(1)} s`, `text-anchor="${anchor}"`)
    }),
    ...[0, highest / 2, highest].map((value) => text(4, y(value) + 4, `${Math.round(value)} ${unit}`)),
  ]
}

/** A row of colours and their labels under the title. */
export function legend(entries: readonly (readonly [label: string, colour: string])[]): readonly string[] {
  return entries.flatMap(([label, colour], index) => {
    const left = PLOT.left + index * 150
    return [`<rect x="${left}" y="24" width="10" height="10" fill="${colour}"/>`, text(left + 14, 33, label)]
  })
}

export interface Moment {
  readonly atMs: number
  readonly label: string
}

/** The labels above a plot, and how many rows they take. */
export interface Words {
  readonly body: readonly string[]
  readonly rows: number
}

const FONT_PX = 9
/** No common sans-serif has a wider average letter. */
const LETTER_PX = FONT_PX * 0.6
const GAP_PX = 6
const FIRST_ROW_Y = 46
const ROW_HEIGHT = 10
/** This many rows fit between the legend and the plot. */
const ROWS_ABOVE = 3
const RIGHT = PLOT.width - PLOT.right

/** A dashed line with a label at each moment. A label takes the first free row and never leaves the picture. */
export function moments({ x }: Scale, marks: readonly Moment[]): Words {
  const endOfRow: number[] = []
  const placed = [...marks]
    .sort((left, right) => left.atMs - right.atMs)
    .map(({ atMs, label }) => {
      const word = cut(label)
      const left = round(Math.max(0, Math.min(x(atMs) + 2, RIGHT - widthOf(word))))
      const free = endOfRow.findIndex((end) => end + GAP_PX <= left)
      const row = free < 0 ? endOfRow.length : free
      endOfRow[row] = left + widthOf(word)
      return { x: x(atMs), left, row, word }
    })
  const rows = endOfRow.length
  const extra = Math.max(0, rows - ROWS_ABOVE) * ROW_HEIGHT
  const body = placed.flatMap(({ x: at, left, row, word }) => [
    `<path d="M${at} ${FIRST_ROW_Y + row * ROW_HEIGHT + 2}V${PLOT.height - PLOT.bottom + extra}" stroke="#888888" stroke-dasharray="3 3"/>`,
    text(left, FIRST_ROW_Y + row * ROW_HEIGHT, word, `font-size="${FONT_PX}"`),
  ])
  return { body, rows }
}

const widthOf = (word: string) => word.length * LETTER_PX

/** Shortens a label to the width of the plot. */
function cut(label: string): string {
  const most = Math.floor((RIGHT - PLOT.left) / LETTER_PX)
  return label.length > most ? `${label.slice(0, most - 1)}…` : label
}

export function escapeXml(content: string): string {
  return content.replace(/[<>&"']/g, (character) => `&#${character.charCodeAt(0)};`)
}

const round = (value: number) => Math.round(value * 10) / 10
