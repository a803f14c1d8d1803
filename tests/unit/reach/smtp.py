#!/usr/bin/python3 -B
"""A mail server for tests: keeps what it takes, refuses as it is told, and prints its port once it listens.

usage: smtp.py FOLDER [host=127.0.0.1] [refuse=550] [login=user:password] [tls=first|starttls cert=FILE key=FILE]
Each mail is kept as FOLDER/N.mail, with FOLDER/N.envelope for sender and recipients.
"""

import asyncio
import pathlib
import ssl
import sys

from aiosmtpd.smtp import SMTP, AuthResult


class Kept:
    def __init__(self, folder: pathlib.Path, refuse: str | None):
        self.folder, self.refuse, self.count = folder, refuse, 0

    async def handle_RCPT(self, server, session, envelope, address, options):
        if self.refuse:
            return f"{self.refuse} 5.1.1 <{address}>: not here\x1b[31m"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):
        self.count += 1
        words = [str(server.transport.get_extra_info("sslcontext") is not None), session.host_name, envelope.mail_from, *envelope.rcpt_tos]
        (self.folder / f"{self.count}.mail").write_bytes(envelope.original_content)
        (self.folder / f"{self.count}.envelope").write_text("\n".join(words) + "\n")
        return "250 taken"


async def main() -> None:
    folder = pathlib.Path(sys.argv[1])
    given = dict(word.split("=", 1) for word in sys.argv[2:])
    context = None
    if "cert" in given:
        context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
        context.load_cert_chain(given["cert"], given["key"])

    def authenticate(server, session, envelope, mechanism, data):
        words = f"{data.login.decode()}:{data.password.decode()}"
        return AuthResult(success=words == given["login"], handled=False)

    kept = Kept(folder, given.get("refuse"))

    def session() -> SMTP:
        more = {}
        if "login" in given:
            more = {"authenticator": authenticate, "auth_required": True, "auth_require_tls": False}
        if given.get("tls") == "starttls":
            more["tls_context"] = context
        return SMTP(kept, **more)

    first = context if given.get("tls") == "first" else None
    server = await asyncio.get_running_loop().create_server(session, given.get("host", "127.0.0.1"), 0, ssl=first)
    print(server.sockets[0].getsockname()[1], flush=True)
    await server.serve_forever()


asyncio.run(main())
