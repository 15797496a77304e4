/** How wide the terminal is on which another program shows what it reads here; undefined when nobody says. */
export const readersColumns = ({ COLUMNS }: NodeJS.ProcessEnv = process.env): number | undefined =>
  Number(COLUMNS) || undefined
