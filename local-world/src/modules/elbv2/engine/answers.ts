import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Socket } from 'node:net'

/** Statuses that a load balancer generates. */
export type OwnStatus = 400 | 408 | 414 | 463 | 501 | 502 | 503 | 504

const SERVER = 'awselb/2.0'

/** The load balancer's own wording, which differs from the standard's in places. */
const TITLES: Readonly<Record<OwnStatus | 301 | 302, string>> = {
  301: '301 Moved Permanently',
  302: '302 Found',
  400: '400 Bad Request',
  408: '408 Request Time-out',
  414: '414 Request-URI Too Large',
  463: '463',
  501: '501 Not Implemented',
  502: '502 Bad Gateway',
  503: '503 Service Temporarily Unavailable',
  504: '504 Gateway Time-out',
}

/** The error page of an Application Load Balancer. */
function page(status: keyof typeof TITLES): string {
  const title = TITLES[status]
  return [
    '<html>',
    `<head><title>${title}</title></head>`,
    '<body>',
    `<center><h1>${title}</h1></center>`,
    '</body>',
    '</html>',
    '',
  ].join('\r\n')
}

/** Sends the load balancer's own response, or closes the connection if the target's response has already begun. */
export function answerItself(request: IncomingMessage, response: ServerResponse, status: OwnStatus): void {
  if (response.headersSent) {
    response.destroy()
    return
  }
  const body = page(status)
  response.writeHead(status, reasonOf(status), {
    server: SERVER,
    'content-type': 'text/html',
    'content-length': Buffer.byteLength(body),
  })
  response.end(body)
  // Drain the upload, so that the rest is not parsed as the next request.
  request.resume()
}

export function answerFixed(
  response: ServerResponse,
  answer: { readonly statusCode: number; readonly contentType: string; readonly body: string },
): void {
  response.writeHead(answer.statusCode, {
    server: SERVER,
    'content-type': `${answer.contentType}; charset=utf-8`,
    'content-length': Buffer.byteLength(answer.body),
  })
  response.end(answer.body)
}

export function answerRedirect(response: ServerResponse, status: 301 | 302, location: string): void {
  const body = page(status)
  // The status line says "302 Moved Temporarily", the page "302 Found".
  const reason = status === 302 ? 'Moved Temporarily' : reasonOf(status)
  response.writeHead(status, reason, {
    server: SERVER,
    location,
    'content-type': 'text/html',
    'content-length': Buffer.byteLength(body),
  })
  response.end(body)
}

const reasonOf = (status: keyof typeof TITLES): string => TITLES[status].slice('503 '.length)

/** Malformed requests and incomplete, timed-out ones have no request object; the connection is closed. */
export function answerMalformed(socket: Socket, status: 400 | 408 = 400): void {
  if (!socket.writable) return
  const body = page(status)
  const head = [
    `HTTP/1.1 ${TITLES[status]}`,
    `Server: ${SERVER}`,
    'Content-Type: text/html',
    'Connection: close',
  ]
  socket.end(`${head.join('\r\n')}\r\nContent-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`)
}
