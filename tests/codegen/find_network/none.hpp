// LIBRARY: network
// SAYS: network: no network was found in none.hpp: expected a struct of a namespace with "constexpr void
// SAYS: operator()(network &net) const"; one that another header declares, or whose call operator is a
// SAYS: template, has to be named with STRUCT in sylvite_add_network, or with --struct after ./sylvite.
#pragma once
#include "included/wave.hpp"

using namespace sylvite;

struct options {
    int width;
};
