/** Terminal width of the program that shows our piped output; undefined when COLUMNS is not set. */
export const readersColumns = ({ COLUMNS }: NodeJS.ProcessEnv = process.env): number | undefined =>
  Number(COLUMNS) || undefined
