// Knows the library, not what is in it.
#include <scorer.hpp>

#include <cmath>

int main() {
    scorer first, second;
    const float x[] = {1, -2, 3, 0.5f};
    const float y = first(x);
    return std::isfinite(y) && y != 0 && y == second(x) ? 0 : 1;
}
