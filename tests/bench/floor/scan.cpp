// Reads a file through a buffer and finds its line ends: no reader of lines is faster. Prints seconds and lines.

#include <fcntl.h>
#include <unistd.h>

#include <chrono>
#include <cstdio>
#include <cstring>
#include <vector>

int main(int count, char** words)
{
    if (count != 2) return std::fprintf(stderr, "usage: floor_scan FILE\n"), 2;
    const auto begin = std::chrono::steady_clock::now();
    const int file = open(words[1], O_RDONLY | O_CLOEXEC);
    if (file < 0) return std::perror(words[1]), 1;
    std::vector<char> buffer(256 * 1024);
    long lines = 0;
    for (ssize_t size = 0; (size = read(file, buffer.data(), buffer.size())) > 0;) {
        const char* const end = buffer.data() + size;
        for (const char* at = buffer.data(); at < end; ++at) {
            at = static_cast<const char*>(std::memchr(at, '\n', static_cast<std::size_t>(end - at)));
            if (at == nullptr) break;
            ++lines;
        }
    }
    close(file);
    const std::chrono::duration<double> took = std::chrono::steady_clock::now() - begin;
    std::printf("%.6f %ld\n", took.count(), lines);
}
