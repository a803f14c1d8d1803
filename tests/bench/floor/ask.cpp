// The thinnest client: one request over the socket, the answer read to its end and thrown away. What `blend` costs
// above this is its own work: arguments, JSON, text.

#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include <cstdio>
#include <cstring>

int main(int count, char** words)
{
    if (count != 3) return std::fprintf(stderr, "usage: floor_ask SOCKET PATH\n"), 2;
    const int line = socket(AF_UNIX, SOCK_STREAM, 0);
    sockaddr_un address{};
    address.sun_family = AF_UNIX;
    if (std::strlen(words[1]) >= sizeof address.sun_path)
        return std::fprintf(stderr, "floor_ask: the path is too long\n"), 2;
    std::strcpy(address.sun_path, words[1]);
    if (connect(line, reinterpret_cast<const sockaddr*>(&address), sizeof address) != 0)
        return std::perror(words[1]), 1;

    char text[4096];
    const int size =
        std::snprintf(text, sizeof text, "GET %s HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n", words[2]);
    if (write(line, text, static_cast<std::size_t>(size)) != size) return std::perror("write"), 1;
    bool ok = false;
    bool first = true;
    for (ssize_t got = 0; (got = read(line, text, sizeof text)) > 0; first = false)
        if (first) ok = got > 12 && std::memcmp(text + 9, "200", 3) == 0;
    close(line);
    return ok ? 0 : 1;
}
