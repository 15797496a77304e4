/** A module's name as code and text spell it: `sqs`, `createSqsControl`, `SqsControl`, `list-queues`. */
export const pascal = (name: string): string =>
  name.replace(/(^|-)(\w)/g, (_match, _dash, letter: string) => letter.toUpperCase())

export const camel = (name: string): string => name.charAt(0).toLowerCase() + name.slice(1)

/** `ListQueues` becomes `list-queues`; a run of capitals is one word: `DescribeDBClusters` becomes `describe-db-clusters`. */
export const kebab = (name: string): string =>
  name
    .replace(/([A-Z]+)([A-Z][a-z])/g, '$1-$2')
    .replace(/([a-z0-9])([A-Z])/g, '$1-$2')
    .toLowerCase()
