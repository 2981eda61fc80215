// Allocates once.
#include <cstdlib>

int main() {
    void *volatile bytes = std::malloc(16);
    return bytes == nullptr ? 1 : 0;
}
