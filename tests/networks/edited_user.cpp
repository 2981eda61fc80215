#include <edited.gen.hpp>

int main() {
    const edited net;
    return net.code().parameter_count == edited::parameter_count ? 0 : 1;
}
