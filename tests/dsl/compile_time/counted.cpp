// Compiled with -fsanitize-coverage=trace-pc.
#include "counted.hpp"

#include "networks.hpp"

#include <sylvite/codegen/plan/order.hpp>

namespace sylvite::test {

namespace {

void build(network &net, measured_network which, int layers) {
    switch (which) {
        case measured_network::chain:
            return chain<gradient_descent>(net, layers);
        case measured_network::residual:
            return residual<gradient_descent>(net, layers);
        case measured_network::chain_with_adam:
            return chain<adam>(net, layers);
    }
}

}  // namespace

steps count_steps(measured_network which, int layers) {
    const std::uint64_t before = blocks_entered();
    graph::builder b;
    network net(b);
    build(net, which, layers);
    const graph::table table = graph::compact(b.table().view());
    const std::uint64_t built = blocks_entered();
    const plan::ordered_kernels kernels = plan::order_kernels(table.view(), table.entries[0]);
    return {table.nodes.size(), kernels.steps.size(), built - before, blocks_entered() - built};
}

}  // namespace sylvite::test
