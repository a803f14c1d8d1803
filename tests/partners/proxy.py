"""A proxy in front of a server, on a thread of the test, that behaves as badly as it is told."""

import http.client
import http.server
import socketserver
import threading


class Proxy:
    """`manner` is a function (request handler, status, headers, body) -> None that answers, or None to pass it on."""

    def __init__(self, port: int):
        self.asked = 0
        self.manner = None
        outer = self

        class Handler(http.server.BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def log_message(self, *_):
                pass

            def handle_any(self):
                outer.asked += 1
                body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
                self.close_connection = True
                if outer.manner and outer.manner(self, None, None, None):
                    return
                back = http.client.HTTPConnection("127.0.0.1", port, timeout=900)
                headers = {name: value for name, value in self.headers.items() if name.lower() not in ("connection", "expect")}
                back.request(self.command, self.path, body, headers)
                answer = back.getresponse()
                text = answer.read()
                back.close()
                headers = {name: value for name, value in answer.getheaders()
                           if name.lower() not in ("content-length", "transfer-encoding", "connection")}
                if outer.manner and outer.manner(self, answer.status, headers, text):
                    return
                self.give(answer.status, headers, text)

            def give(self, status, headers, text):
                self.send_response(status)
                for name, value in headers.items():
                    self.send_header(name, value)
                self.send_header("Content-Length", str(len(text)))
                self.send_header("Connection", "close")
                self.end_headers()
                if self.command != "HEAD":
                    self.wfile.write(text)

        for method in ("GET", "PUT", "DELETE", "PROPFIND", "REPORT", "OPTIONS", "HEAD"):
            setattr(Handler, "do_" + method, Handler.handle_any)

        class Server(socketserver.ThreadingMixIn, http.server.HTTPServer):
            daemon_threads = True

            def handle_error(self, request, client_address):
                pass  # who hangs up half-way is part of the test

        self.server = Server(("127.0.0.1", 0), Handler)
        self.port = self.server.server_address[1]
        self.thread = threading.Thread(target=self.server.serve_forever, daemon=True)
        self.thread.start()

    @property
    def address(self):
        return f"http://127.0.0.1:{self.port}"

    def end(self):
        self.server.shutdown()
        self.server.server_close()


def fails(handler, status, headers, text):
    """500 to everything."""
    if status is None:
        handler.give(500, {"Content-Type": "text/plain"}, b"broken")
        return True
    return False


def without_quotes(handler, status, headers, text):
    """ETags lose their quotes on the way back, and in what is listed."""
    if status is None:
        return False
    headers = {name: value.strip('"') if name.lower() == "etag" else value for name, value in headers.items()}
    text = text.replace(b'getetag>"', b"getetag>").replace(b'"</', b"</").replace(b"&quot;", b"")
    handler.give(status, headers, text)
    return True


def elsewhere(handler, status, headers, text):
    if status is None:
        handler.give(301, {"Location": "http://localhost.example.net/dav/"}, b"")
        return True
    return False


def breaks_off(handler, status, headers, text):
    """Says how long it is, and hangs up half-way."""
    if status is None or len(text) < 200:
        return False
    handler.send_response(status)
    handler.send_header("Content-Type", headers.get("Content-Type", "text/xml"))
    handler.send_header("Content-Length", str(len(text)))
    handler.end_headers()
    handler.wfile.write(text[:len(text) // 2])
    handler.wfile.flush()
    handler.connection.close()
    return True


def drips(handler, status, headers, text):
    """A byte now and then: whole in the end."""
    if status is None:
        return False
    handler.send_response(status)
    for name, value in headers.items():
        handler.send_header(name, value)
    handler.send_header("Content-Length", str(len(text)))
    handler.end_headers()
    for at in range(0, len(text), 64):
        handler.wfile.write(text[at:at + 64])
        handler.wfile.flush()
    return True


def needs_digest(user, password):
    """A manner that demands Digest (RFC 7616, MD5) and lets in who knows the password."""
    import hashlib
    import re

    def hashed(text):
        return hashlib.md5(text.encode()).hexdigest()

    def manner(handler, status, headers, text):
        if status is not None:
            return False
        said = handler.headers.get("Authorization", "")
        given = dict(re.findall(r'(\w+)="?([^",]+)"?', said))
        if said.startswith("Digest ") and given.get("nonce") == "n0nce":
            first, second = hashed(f"{user}:blend:{password}"), hashed(f"{handler.command}:{given['uri']}")
            wanted = hashed(f"{first}:n0nce:{given['nc']}:{given['cnonce']}:{given['qop']}:{second}")
            if given.get("response") == wanted:
                return False
        handler.give(401, {"WWW-Authenticate": 'Digest realm="blend", nonce="n0nce", qop="auth", algorithm=MD5'}, b"who?")
        return True

    return manner
