// What `measure` compiles: LAYERS equal layers of a NETWORK of networks.hpp. LAYERS=0: the headers alone.
#include "networks.hpp"

#if LAYERS > 0
struct measured {
    constexpr void operator()(sylvite::network &net) const { sylvite::test::NETWORK<sylvite::RULE>(net, LAYERS); }
};

template <std::size_t Nodes>
struct nodes_in_the_table {
    [[deprecated("see measure")]] static constexpr int shown = 0;
};
constexpr int shown = nodes_in_the_table<sylvite::graph_of<measured>().size()>::shown;
#endif
