import type { Socket } from 'node:net'

const PAGE = `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<title>That request cannot be read · 요청을 읽을 수 없습니다</title>
<meta name="viewport" content="width=device-width, initial-scale=1">
</head>
<body>
<main>
<h1>That request cannot be read</h1>
<p>Delete the cookies of this site and try again.</p>
<h1 lang="ko">요청을 읽을 수 없습니다</h1>
<p lang="ko">이 사이트의 쿠키를 삭제한 뒤 다시 시도해 주세요.</p>
<p><a href="/">Meridian Motors</a></p>
</main>
</body>
</html>
`

/** Answers requests that are not HTTP or have more headers than Node accepts; visitors get there with too many cookies. */
export function answerUnreadableRequest(error: Error & { code?: string }, socket: Socket): void {
  if (error.code === 'ECONNRESET' || socket.destroyed) return
  const status =
    error.code === 'HPE_HEADER_OVERFLOW' ? '431 Request Header Fields Too Large' : '400 Bad Request'
  if (socket.writable)
    socket.write(
      `HTTP/1.1 ${status}\r\ncontent-type: text/html; charset=utf-8\r\ncontent-length: ${Buffer.byteLength(PAGE)}\r\n` +
        `cache-control: no-store\r\nconnection: close\r\n\r\n${PAGE}`,
    )
  socket.destroySoon()
}
