"""Sits at a terminal in place of a person: waits for each question before it answers. usage: answer.py COMMAND…"""

import os
import pty
import select
import sys

ANSWERS = [("time zone", "\n"), ("country", "DE\n"), ("as chats show it", "Mira\n"),
           ("Another one", "mira@example.org\n"), ("Another one", "mira@example.org\n"), ("Another one", "\n"), ("bring in", "chats\n"),
           ("Bring this in?", "y\n"), ("bring in", "\n"), ("1 of 2", "c"), ("2 of 2", "n")]

child, terminal = pty.fork()
if child == 0:
    os.execvp(sys.argv[1], sys.argv[1:])
said, waiting = "", list(ANSWERS)
while True:
    if not select.select([terminal], [], [], 30)[0]:
        sys.exit(f"nothing more was said after: {said[-300:]}")
    try:
        piece = os.read(terminal, 4096)
    except OSError:
        break
    if not piece:
        break
    said += piece.decode(errors="replace")
    if waiting and waiting[0][0] in said:
        os.write(terminal, waiting.pop(0)[1].encode())
        said = ""
print("questions left:", len(waiting))
sys.exit(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]))
