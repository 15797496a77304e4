interface Box {
  readonly id: string
  readonly name: string
  /** A second, quieter line. */
  readonly figure?: string
  /** Full text, shown on hover. */
  readonly title: string
  readonly isBad?: boolean
  readonly isChosen?: boolean
  readonly href?: string
}

interface BoxesProps {
  /** Text alternative of the picture. */
  readonly label: string
  /** From left to right. */
  readonly columns: readonly { readonly title?: string; readonly boxes: readonly Box[] }[]
  readonly arrows: readonly { readonly from: string; readonly to: string; readonly isStrong?: boolean }[]
}

/** Seven columns fit a desktop screen. */
const WIDTH = 168
const GAP = { across: 34, down: 12 }
const HEADING = 22
const LONGEST_NAME = 24
const LINE = { one: 30, two: 46 }
const ORIGIN: Place = { x: 0, y: 0 }

/** Boxes in columns and arrows between them; scrolls sideways if it does not fit. */
export function Boxes({ label, columns, arrows }: BoxesProps) {
  const height = columns.some(({ boxes }) => boxes.some(({ figure }) => figure !== undefined))
    ? LINE.two
    : LINE.one
  const top = columns.some(({ title }) => title !== undefined) ? HEADING : 0
  const tallest = Math.max(...columns.map(({ boxes }) => boxes.length))
  const places = new Map(
    columns.flatMap(({ boxes }, across) =>
      boxes.map((box, down) => [
        box.id,
        { x: across * (WIDTH + GAP.across), y: top + down * (height + GAP.down) },
      ]),
    ),
  )
  const size = {
    width: columns.length * (WIDTH + GAP.across) - GAP.across,
    height: top + tallest * (height + GAP.down),
  }
  const leads = columns.some(({ boxes }) => boxes.some(({ href }) => href !== undefined))
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls has to be reached by keyboard
    <section class="scroll" aria-label={`${label.split(':')[0]}, a picture`} tabIndex={0}>
      <svg
        class="boxes"
        viewBox={`-1 -1 ${size.width + 2} ${size.height + 2}`}
        style={{ width: size.width }}
        role={leads ? 'group' : 'img'}
        aria-label={label}
      >
        {columns.map(({ title }, across) =>
          title === undefined ? null : (
            <text key={title} class="heading" x={across * (WIDTH + GAP.across)} y="12">
              {title}
            </text>
          ),
        )}
        {arrows.map(({ from, to, isStrong }) => {
          const [start, end] = [places.get(from), places.get(to)]
          if (!start || !end) return null
          return (
            <path
              key={`${from} ${to}`}
              class={isStrong ? 'strong' : undefined}
              d={curve(start, end, height / 2)}
            />
          )
        })}
        {columns.flatMap(({ boxes }) =>
          boxes.map((box) => {
            const drawn = <Drawn key={box.id} box={box} at={places.get(box.id) ?? ORIGIN} height={height} />
            return box.href === undefined ? (
              drawn
            ) : (
              <a key={box.id} href={box.href}>
                {drawn}
              </a>
            )
          }),
        )}
      </svg>
    </section>
  )
}

interface Place {
  readonly x: number
  readonly y: number
}

/** Starts at the side that faces the other box; within a column, curves around the left side. */
function curve(start: Place, end: Place, middle: number): string {
  const [y1, y2] = [start.y + middle, end.y + middle]
  if (start.x === end.x) {
    const aside = start.x - GAP.across / 2
    return `M${start.x} ${y1}C${aside} ${y1} ${aside} ${y2} ${end.x} ${y2}`
  }
  const [x1, x2] = start.x < end.x ? [start.x + WIDTH, end.x] : [start.x, end.x + WIDTH]
  const bend = (x1 + x2) / 2
  return `M${x1} ${y1}C${bend} ${y1} ${bend} ${y2} ${x2} ${y2}`
}

interface DrawnProps {
  readonly box: Box
  readonly at: Place
  readonly height: number
}

function Drawn({ box: { name, figure, title, isBad, isChosen }, at, height }: DrawnProps) {
  const short = name.length > LONGEST_NAME ? `${name.slice(0, LONGEST_NAME - 1)}…` : name
  return (
    <g
      class={[isBad && 'bad', isChosen && 'chosen'].filter(Boolean).join(' ')}
      transform={`translate(${at.x} ${at.y})`}
    >
      <title>{title}</title>
      <rect width={WIDTH} height={height} rx="4" />
      <text x="10" y="19">
        {short}
      </text>
      {figure !== undefined && (
        <text class="figure" x="10" y="36">
          {figure}
        </text>
      )}
    </g>
  )
}
