/** Colours that stay apart for people who see red and green alike. */
export const REGION_COLOURS: Readonly<Record<string, string>> = {
  'us-east-1': '#0072b2',
  'us-west-2': '#e69f00',
  'ap-northeast-2': '#009e73',
}

export const OTHER_COLOUR = '#999999'
export const FAILURE_COLOUR = '#d55e00'

export const PLOT = { width: 960, height: 320, left: 60, right: 20, top: 70, bottom: 40 } as const

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

export function frame(title: string, body: readonly string[]): string {
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${PLOT.width} ${PLOT.height}" font-family="system-ui, 'Noto Sans KR', 'Noto Sans CJK KR', 'Apple SD Gothic Neo', 'Malgun Gothic', sans-serif" font-size="11">`,
    `<title>${escapeXml(title)}</title>`,
    `<rect width="${PLOT.width}" height="${PLOT.height}" fill="#ffffff"/>`,
    text(PLOT.left, 16, title, 'font-size="14" font-weight="600"'),
    ...body,
    '</svg>',
    '',
  ].join('\n')
}

export function text(x: number, y: number, content: string, attributes = ''): string {
  return `<text x="${x}" y="${y}" fill="#222222" ${attributes}>${escapeXml(content)}</text>`
}

const TICKS = 8

/** Seconds below, values to the left. */
export function axes({ x, y }: Scale, lastMs: number, highest: number, unit: string): readonly string[] {
  const bottom = PLOT.height - PLOT.bottom
  const seconds = Array.from({ length: TICKS + 1 }, (_, index) => (lastMs * index) / TICKS)
  return [
    `<path d="M${PLOT.left} ${PLOT.top}V${bottom}H${PLOT.width - PLOT.right}" fill="none" stroke="#666666"/>`,
    ...seconds.map((ms) => text(x(ms) - 8, bottom + 16, `${(ms / 1_000).toFixed(1)} s`)),
    ...[0, highest / 2, highest].map((value) => text(4, y(value) + 4, `${Math.round(value)} ${unit}`)),
  ]
}

/** Names of colours, in a row under the title. */
export function legend(entries: readonly (readonly [label: string, colour: string])[]): readonly string[] {
  return entries.flatMap(([label, colour], index) => {
    const left = PLOT.left + index * 150
    return [`<rect x="${left}" y="24" width="10" height="10" fill="${colour}"/>`, text(left + 14, 33, label)]
  })
}

/** A dashed line with a word, at a moment; words of neighbours stand on different heights. */
export function moments(
  { x }: Scale,
  marks: readonly { readonly atMs: number; readonly label: string }[],
): readonly string[] {
  return marks.flatMap(({ atMs, label }, index) => [
    `<path d="M${x(atMs)} ${PLOT.top - 6}V${PLOT.height - PLOT.bottom}" stroke="#888888" stroke-dasharray="3 3"/>`,
    text(x(atMs) + 2, 46 + (index % 3) * 9, label, 'font-size="9"'),
  ])
}

export function escapeXml(content: string): string {
  return content.replace(/[<>&"']/g, (character) => `&#${character.charCodeAt(0)};`)
}

const round = (value: number) => Math.round(value * 10) / 10
